const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = code => text =>
  colour ? `\u001b[${code}m${text}\u001b[0m` : text;

export const bold = paint('1');
export const dim = paint('2');
export const green = paint('32');
export const red = paint('31');
export const cyan = paint('36');

const started = Date.now();

/** Seconds since the command began, for progress lines. */
export const elapsed = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;

export const step = text =>
  process.stdout.write(`${cyan('▸')} ${text} ${dim(`(${elapsed()})`)}\n`);
export const done = text =>
  process.stdout.write(`${green('✓')} ${text} ${dim(`(${elapsed()})`)}\n`);
export const fail = text => process.stderr.write(`${red('✕')} ${text}\n`);
