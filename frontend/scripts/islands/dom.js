/** Every element that matches, the root itself included (htmx hands over what it swapped in). */
export function all(root, selector) {
  const own = root.matches?.(selector) ? [root] : [];
  return [...own, ...root.querySelectorAll(selector)];
}
