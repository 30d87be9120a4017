/** The same function, which works out each answer once as long as what it is about lives. */
export function remember<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    let answer = known.get(key);
    if (answer === undefined) {
      answer = { value: make(key) };
      known.set(key, answer);
    }
    return answer.value;
  };
}
