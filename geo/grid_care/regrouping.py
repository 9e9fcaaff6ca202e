"""From units of today to units of the wanted size, atom by atom: divide, merge, and give over; compiled.

A unit that is too small or too large is divided, or put together with one or two neighbours and divided anew, whatever
lowers the cost most, until nothing does. Then units that changed exchange atoms among each other. A unit that is right,
and no neighbour of which needs anything, is never touched.
"""

import numpy as np

from geo.arrays import Bool, Int64
from geo.grid_care.atom_map import (
    SAME_HOUSEHOLDS,
    AtomMap,
    Cost,
    Limits,
    bound_off_size,
    extract_map,
    is_cheaper,
    measure_cost,
    measure_off_size,
)
from geo.grid_care.splits import divide_atoms
from geo.walking.compiled import compiled

#: Trees that are drawn for each cut: many for the first division of parts, few for those that are tried after it, which
#: differ for that.
_TREES, _FEW_TREES = 24, 3
#: Divisions that are tried where the first is not as good as any can be.
_TRIES = 12
#: Rounds after which the search ends, though something might still be gained.
_ROUNDS = 40


@compiled
def number_parts(part: Int64) -> Int64:
    """Renumber parts from 0 in the order in which they occur."""
    number, out, count = np.full(part.max() + 1, -1, np.int64), np.empty(len(part), np.int64), 0
    for i in range(len(part)):
        if number[part[i]] < 0:
            number[part[i]] = count
            count += 1
        out[i] = number[part[i]]
    return out


@compiled
def list_neighbours(atoms: AtomMap, part: Int64, own: int) -> Int64:
    """List the parts that share a border with a part, ascending."""
    is_beside = np.zeros(part.max() + 1, np.bool_)
    for i in range(len(part)):
        if part[i] == own:
            for k in range(atoms.first[i], atoms.first[i + 1]):
                is_beside[part[atoms.beside[k]]] = True
    is_beside[own] = False
    return np.flatnonzero(is_beside)


@compiled
def _divide_anew(
    atoms: AtomMap, part: Int64, chosen: Int64, limits: Limits, chance: Int64
) -> tuple[Int64, Int64, Cost, Cost]:
    """Put parts together and divide them anew: their atoms, the new parts, the cost before and then."""
    is_chosen = np.zeros(part.max() + 1, np.bool_)
    is_chosen[chosen] = True
    rows = np.flatnonzero(is_chosen[part])
    taken = extract_map(atoms, rows)
    before = measure_cost(taken, number_parts(part[rows]), limits)
    least = bound_off_size(taken.households.sum(), limits)
    anew = divide_atoms(taken, limits, _TREES, chance)
    after = measure_cost(taken, anew, limits)
    for _ in range(_TRIES):
        if after.off_size <= least + SAME_HOUSEHOLDS:
            break
        other = divide_atoms(taken, limits, _FEW_TREES, chance)
        cost = measure_cost(taken, other, limits)
        if is_cheaper(cost, after):
            anew, after = other, cost
    return rows, anew, before, after


@compiled
def _list_choices(atoms: AtomMap, part: Int64, own: int) -> Int64:
    """List what is put together for one part, shape (n, 3): itself, with a neighbour, with two; -1 for nobody."""
    near = list_neighbours(atoms, part, own)
    count = 1 + len(near) + len(near) * (len(near) - 1) // 2
    found, at = np.full((count, 3), -1, np.int64), 1
    found[:, 0] = own
    for one in near:
        found[at, 1] = one
        at += 1
    for i in range(len(near)):
        for k in range(i):
            found[at, 1], found[at, 2] = near[i], near[k]
            at += 1
    return found


@compiled
def _mend_part(atoms: AtomMap, part: Int64, own: int, limits: Limits, chance: Int64) -> bool:
    """Find what lowers the cost most for a part that is off size, and do it; tell whether anything does."""
    best, best_rows, best_anew = Cost(0.0, 0.0, 0.0), np.empty(0, np.int64), np.empty(0, np.int64)
    for chosen in _list_choices(atoms, part, own):
        rows, anew, before, after = _divide_anew(atoms, part, chosen[chosen >= 0], limits, chance)
        gain = Cost(after.off_size - before.off_size, after.moved - before.moved, after.border_m - before.border_m)
        if gain.off_size < -SAME_HOUSEHOLDS and is_cheaper(gain, best):
            best, best_rows, best_anew = gain, rows, anew
        if gain.off_size < -SAME_HOUSEHOLDS and after.off_size <= SAME_HOUSEHOLDS and gain.moved <= SAME_HOUSEHOLDS:
            break  # right, and nobody moves: no neighbour can do better by what counts first
    if not len(best_rows):
        return False
    part[best_rows] = best_anew + part.max() + 1
    part[:] = number_parts(part)
    return True


@compiled
def mend_sizes(atoms: AtomMap, part: Int64, limits: Limits, chance: Int64) -> None:
    """Divide and merge parts until no part that is off size can be mended any further."""
    for _ in range(_ROUNDS):
        is_done = True
        for atom in range(len(part)):
            is_own = part == part[atom]
            if np.flatnonzero(is_own)[0] != atom:
                continue  # each part once, by its first atom: numbers change as parts do
            off_size = measure_off_size(atoms.households[is_own].sum(), limits)
            if off_size > SAME_HOUSEHOLDS and _mend_part(atoms, part, part[atom], limits, chance):
                is_done = False
        if is_done:
            return


@compiled
def _stays_connected(atoms: AtomMap, part: Int64, leaving: int) -> bool:
    """Tell whether the part of an atom stays connected, and stays at all, without it."""
    own = part[leaving]
    rows = np.flatnonzero(part == own)
    if len(rows) == 1:
        return False
    seen = np.zeros(len(part), np.bool_)
    seen[leaving] = True
    stack, height = np.empty(len(rows), np.int64), 1
    stack[0] = rows[0] if rows[0] != leaving else rows[1]
    seen[stack[0]] = True
    count = 1
    while height:
        height -= 1
        atom = stack[height]
        for k in range(atoms.first[atom], atoms.first[atom + 1]):
            other = atoms.beside[k]
            if part[other] == own and not seen[other]:
                seen[other] = True
                stack[height] = other
                height += 1
                count += 1
    return count == len(rows) - 1


@compiled
def _move_atom(atoms: AtomMap, part: Int64, atom: int, is_free: Bool, limits: Limits) -> bool:
    """Give an atom to a part beside it where that lowers the cost; tell whether it does."""
    own = part[atom]
    for k in range(atoms.first[atom], atoms.first[atom + 1]):
        other = part[atoms.beside[k]]
        if other == own or not is_free[atoms.beside[k]]:
            continue
        rows = np.flatnonzero((part == own) | (part == other))
        both = extract_map(atoms, rows)
        before = measure_cost(both, number_parts(part[rows]), limits)
        part[atom] = other
        if is_cheaper(measure_cost(both, number_parts(part[rows]), limits), before):
            part[atom] = own
            if _stays_connected(atoms, part, atom):
                part[atom] = other
                return True
        part[atom] = own
    return False


@compiled
def exchange_atoms(atoms: AtomMap, part: Int64, is_free: Bool, limits: Limits) -> None:
    """Give atoms over to parts beside theirs, among free ones, until that lowers the cost no further."""
    for _ in range(_ROUNDS):
        is_done = True
        for atom in range(len(part)):
            if is_free[atom] and _move_atom(atoms, part, atom, is_free, limits):
                is_done = False
        if is_done:
            return


@compiled
def find_changed(atoms: AtomMap, part: Int64) -> Bool:
    """Tell which atoms are of a part that is no unit of today as it is."""
    size, whole = np.zeros(part.max() + 1, np.int64), np.zeros(atoms.old.max() + 1, np.int64)
    from_one, old = np.ones(part.max() + 1, np.bool_), np.full(part.max() + 1, -1, np.int64)
    for i in range(len(part)):
        size[part[i]] += 1
        whole[atoms.old[i]] += 1
        if old[part[i]] < 0:
            old[part[i]] = atoms.old[i]
        from_one[part[i]] &= old[part[i]] == atoms.old[i]
    found = np.zeros(len(part), np.bool_)
    for i in range(len(part)):
        found[i] = not from_one[part[i]] or size[part[i]] != whole[old[part[i]]]
    return found


@compiled
def regroup_atoms(atoms: AtomMap, part: Int64, limits: Limits) -> Int64:
    """Regroup atoms from parts of today, each connected, into connected parts of the wanted size."""
    part, chance = number_parts(part), np.array([20_240_701], np.int64)
    mend_sizes(atoms, part, limits, chance)
    exchange_atoms(atoms, part, find_changed(atoms, part), limits)
    return number_parts(part)
