import { html, type Html } from './html';

const CLASSES: Readonly<Record<string, string>> = {
  '32': 'g',
  '31': 'r',
  '36': 'c',
  '90': 'q',
};

/** A job's log as markup: the colours that the sandbox's own logs have, everything else without its escape codes. */
export function ansiToHtml(log: string): Html {
  // eslint-disable-next-line no-control-regex
  const parts = log.split(/\x1b\[([\d;]*)m/);
  return html`${parts.map((text, index) => {
    const colour =
      index % 2 === 0 && index > 0
        ? CLASSES[parts[index - 1].split(';')[0]]
        : undefined;
    if (index % 2 === 1 || text === '') {
      return '';
    }
    return colour ? html`<span class="${colour}">${text}</span>` : text;
  })}`;
}
