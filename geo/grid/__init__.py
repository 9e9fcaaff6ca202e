"""Grid units and divisions: polygons, generations, outlines, partitions, codes."""
