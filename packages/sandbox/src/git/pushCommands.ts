const ZERO = '0'.repeat(40);

/** What a client asks `receive-pack` to do; undefined stands for git's zero id. */
export interface PushCommand {
  readonly ref: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * Reads the pkt-lines in front of a push: one command a line, a flush, and push options when the client announced them
 * (gitprotocol-pack). Undefined while `head` does not hold all of them yet.
 */
export function parsePushCommands(head: Buffer):
  | {
      readonly commands: readonly PushCommand[];
      readonly pushOptions: readonly string[];
    }
  | undefined {
  const first = readSection(head, 0);
  if (!first) {
    return undefined;
  }
  const capabilities = first.lines[0]?.split('\0')[1]?.trim().split(' ') ?? [];
  const commands = first.lines.flatMap(line => {
    const [, before, after, ref] =
      /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0\n]+)/.exec(line) ?? [];
    return ref
      ? [
          {
            ref,
            before: before === ZERO ? undefined : before,
            after: after === ZERO ? undefined : after,
          },
        ]
      : [];
  });
  if (!capabilities.includes('push-options')) {
    return { commands, pushOptions: [] };
  }
  const second = readSection(head, first.end);
  return (
    second && { commands, pushOptions: second.lines.map(l => l.trimEnd()) }
  );
}

function readSection(
  bytes: Buffer,
  start: number,
): { readonly lines: string[]; readonly end: number } | undefined {
  const lines: string[] = [];
  let at = start;
  while (at + 4 <= bytes.length) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 4), 16);
    if (length === 0) {
      return { lines, end: at + 4 };
    }
    if (!(length >= 4) || at + length > bytes.length) {
      return undefined;
    }
    lines.push(bytes.toString('utf8', at + 4, at + length));
    at += length;
  }
  return undefined;
}
