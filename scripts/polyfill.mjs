// Langium's generator uses Object.groupBy, which Node 20 lacks.
if (!('groupBy' in Object)) {
  Object.defineProperty(Object, 'groupBy', {
    /**
     * @template T
     * @param {Iterable<T>} items
     * @param {(item: T, index: number) => PropertyKey} key
     */
    value: (items, key) => {
      /** @type {Record<PropertyKey, T[]>} */
      const groups = {};
      let index = 0;
      for (const item of items) (groups[key(item, index++)] ??= []).push(item);
      return groups;
    },
  });
}
