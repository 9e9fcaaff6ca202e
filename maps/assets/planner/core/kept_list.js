// Lists that this browser keeps, the latest first: what was sent from it, with the secrets that let it read or change that.

/** A list under a key, of so many at most; what is not `isWhole` somebody else has written there. */
export function keepList(key, most, isWhole) {
  let inMemory = [];
  function list() {
    try {
      const found = JSON.parse(localStorage.getItem(key) ?? "[]");
      return Array.isArray(found) ? found.filter((each) => each && isWhole(each)) : [];
    } catch { // a browser that keeps nothing, or what somebody has written over it
      return inMemory;
    }
  }
  function write(all) {
    inMemory = all.slice(0, most);
    try {
      localStorage.setItem(key, JSON.stringify(inMemory));
    } catch { /* kept as long as the page is open */ }
  }
  const without = (id) => list().filter((each) => each.id !== id);
  return {
    list,
    find: (id) => list().find((each) => each.id === id) ?? null,
    put: (one) => write([one, ...without(one.id)]),
    drop: (id) => write(without(id)),
  };
}
