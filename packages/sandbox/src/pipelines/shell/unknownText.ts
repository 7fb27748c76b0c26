/** Stands in a text for what only a real run could say; a private character, so that no script contains it. */
export const UNKNOWN = '\uE000';

export function isKnown(text: string): boolean {
  return !text.includes(UNKNOWN);
}

/** For people. */
export function showUnknown(text: string): string {
  return text.replaceAll(UNKNOWN, '…');
}
