/** Splits rows so that one statement stays below the databases' limits of bound values. */
export function inChunks<T>(
  items: readonly T[],
  size = 200,
): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) {
    chunks.push(items.slice(start, start + size));
  }
  return chunks;
}
