import { html, type Html, type HtmlValue } from './html';

/** Rows of a table under their heads. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly HtmlValue[])[],
): Html {
  return html`<table>
    <thead>
      <tr>
        ${heads.map(head => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        cells =>
          html`<tr>
            ${cells.map(cell => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function empty(text: string): Html {
  return html`<p class="empty">${text}</p>`;
}

/** A label in the colour that the style sheet has for `colour`. */
export function badgeOf(colour: string, text: string): Html {
  return html`<span class="badge ${colour}">${text}</span>`;
}

export function time(value: string | undefined): Html {
  return value
    ? html`<time datetime="${value}"
        >${value.replace('T', ' ').slice(0, 19)}</time
      >`
    : html`–`;
}
