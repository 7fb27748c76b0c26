/** The tag that a new component's overlays carry until the first release replaces it. @public */
export const unreleasedTag = 'unreleased';

/** Whether a tag stands for “nothing released yet”. @public */
export function isUnreleased(tag: string | undefined): boolean {
  return tag === unreleasedTag;
}
