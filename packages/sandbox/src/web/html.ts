/** Markup that is safe to send; only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

export type HtmlValue =
  Html | string | number | undefined | readonly HtmlValue[];

/** Builds markup; every value that is not markup itself is escaped. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly HtmlValue[]
): Html {
  return new Html(
    strings
      .map(
        (text, index) =>
          text + (index < values.length ? render(values[index]) : ''),
      )
      .join(''),
  );
}

/** A button that changes something: a form, since no script runs. */
export function button(action: string, label: string): Html {
  return html`<form method="post" action="${action}">
    <button type="submit">${label}</button>
  </form>`;
}

function render(value: HtmlValue): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(render).join('');
  }
  return escape(String(value ?? ''));
}

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, sign => entities[sign]);
}
