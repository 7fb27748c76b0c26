const separators = /[-_.+]/;
const hash = /^g?([0-9a-f]{7,40})$/i;
const date = /^20\d{6}(\d{2,6})?$/;

const hashesIn = (tag: string): readonly string[] =>
  tag
    .split(separators)
    .map(part => hash.exec(part)?.[1]?.toLowerCase())
    .filter(part => part !== undefined);

/**
 * Whether an image tag names a commit: the whole SHA or at least its first seven digits, alone or as a part, as in
 * `main-3f9c2ab`, `v1.2.3-3f9c2ab` or what `git describe` prints (`v1.2.3-4-g3f9c2ab`). `sha` may be short as well.
 * @public
 */
export function isTagOfCommit(tag: string, sha: string): boolean {
  const wanted = sha.toLowerCase();
  if (wanted.length < 7) {
    return false;
  }
  return hashesIn(tag).some(
    part => wanted.startsWith(part) || part.startsWith(wanted),
  );
}

/**
 * The commit that a tag seems to name, as short or long as the tag says it. The last part that looks like a hash wins; a date
 * such as `20261121` is none.
 * @public
 */
export function commitOfTag(tag: string): string | undefined {
  return hashesIn(tag).findLast(part => !date.test(part));
}

/** A tag as people should read it: a whole SHA and a digest are shortened, everything else stays. @public */
export function shortTag(tag: string): string {
  if (/^[0-9a-f]{40}$/i.test(tag)) {
    return tag.slice(0, 8);
  }
  const digest = /^(sha\d+:)([0-9a-f]{13,})$/i.exec(tag);
  return digest ? `${digest[1]}${digest[2].slice(0, 12)}` : tag;
}
