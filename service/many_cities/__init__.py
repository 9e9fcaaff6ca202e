"""Many cities in one run, in processes of this machine or on a Dask cluster."""
