import { matchesPattern } from '../shell/matchesPattern';
import type { ShellNode } from '../shell/parse';
import { isKnown, UNKNOWN } from '../shell/unknownText';
import { OK, UNCLEAR, type Outcome, type Status } from './outcome';
import { runCommand } from './runCommand';
import type { Shell } from './Shell';

type NodeOf<T extends ShellNode['type']> = Extract<ShellNode, { type: T }>;

const MAX_ROUNDS = 100;

/** Follows one part of a script. Both ways are taken where nobody can say which. */
export function runNode(shell: Shell, node: ShellNode): Outcome {
  switch (node.type) {
    case 'command':
      return runCommand(shell, node);
    case 'sequence':
      return runSequence(shell, node);
    case 'and':
    case 'or':
      return runAndOr(shell, node);
    case 'pipe':
      return runPipe(shell, node);
    case 'not': {
      const { status, flow } = shell.decide(node.node);
      const opposite = {
        ok: 'failed',
        failed: 'ok',
        unknown: 'unknown',
      } as const;
      return { status: opposite[status], flow };
    }
    case 'subshell':
      return shell.apart(() => shell.run(node.body));
    case 'function':
      shell.functions.set(node.name, node.body);
      return OK;
    case 'if':
      return runIf(shell, node);
    case 'for':
      return runFor(shell, node);
    case 'while':
      return runWhile(shell, node);
    case 'case':
      return runCase(shell, node);
    default:
      return runRedirected(shell, node);
  }
}

function runSequence(shell: Shell, { nodes }: NodeOf<'sequence'>): Outcome {
  let last: Outcome = OK;
  for (const node of nodes) {
    last = shell.run(node);
    if (last.flow) {
      return last;
    }
  }
  return last;
}

function runAndOr(
  shell: Shell,
  { type, left: first, right }: NodeOf<'and' | 'or'>,
): Outcome {
  const left = shell.decide(first);
  const stops: Status = type === 'and' ? 'failed' : 'ok';
  if (left.flow || left.status === stops) {
    return left;
  }
  if (left.status === 'unknown') {
    // a fallback is for failures, and jobs succeed here
    return type === 'or' ? left : shell.perhaps(right);
  }
  return shell.run(right);
}

function runPipe(shell: Shell, { nodes }: NodeOf<'pipe'>): Outcome {
  const { stdin, stdout } = shell;
  let last: Outcome = OK;
  for (const [index, node] of nodes.entries()) {
    shell.stdout = '';
    const isLast = index === nodes.length - 1;
    last = shell.apart(() => (isLast ? shell.run(node) : shell.decide(node)));
    shell.stdin = shell.stdout;
  }
  shell.stdin = stdin;
  shell.stdout = stdout + shell.stdout;
  return last;
}

function runIf(shell: Shell, node: NodeOf<'if'>): Outcome {
  const condition = shell.decide(node.condition);
  if (condition.flow) {
    return condition;
  }
  if (condition.status === 'unknown') {
    shell.perhaps(node.then);
    return node.otherwise ? shell.perhaps(node.otherwise) : UNCLEAR;
  }
  const chosen = condition.status === 'ok' ? node.then : node.otherwise;
  return chosen ? shell.run(chosen) : OK;
}

function runFor(shell: Shell, node: NodeOf<'for'>): Outcome {
  for (const value of node.values.flatMap(raw => shell.fields(raw))) {
    shell.variables.set(node.variable, value);
    const { flow, status } = shell.run(node.body);
    if (flow === 'break') {
      break;
    }
    if (flow && flow !== 'continue') {
      return { flow, status };
    }
  }
  return OK;
}

function runWhile(shell: Shell, node: NodeOf<'while'>): Outcome {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const condition = shell.decide(node.condition);
    if (condition.flow) {
      return condition;
    }
    if (condition.status === 'unknown') {
      return shell.perhaps(node.body);
    }
    if ((condition.status === 'ok') === node.negated) {
      return OK;
    }
    const { flow, status } = shell.run(node.body);
    if (flow === 'break') {
      return OK;
    }
    if (flow && flow !== 'continue') {
      return { flow, status };
    }
  }
  return UNCLEAR;
}

function runCase(shell: Shell, node: NodeOf<'case'>): Outcome {
  const word = shell.expand(node.word);
  if (!isKnown(word)) {
    node.branches.forEach(({ body }) => shell.perhaps(body));
    return UNCLEAR;
  }
  const found = node.branches.find(({ patterns }) =>
    patterns.some(raw => matchesPattern(word, shell.expand(raw))),
  );
  return found ? shell.run(found.body) : OK;
}

function runRedirected(shell: Shell, node: NodeOf<'redirected'>): Outcome {
  const { files } = shell.options;
  const { stdin, stdout } = shell;
  if (node.input) {
    const { raw, text } = node.input;
    const path = raw && shell.path(shell.expand(raw));
    shell.stdin =
      text === undefined
        ? (path && files.read(path)) || UNKNOWN
        : `${shell.expand(text)}\n`;
  }
  if (node.output) {
    shell.stdout = '';
  }
  const outcome = shell.run(node.body);
  if (node.output) {
    const path = shell.path(shell.expand(node.output.raw));
    const start = node.output.append ? (files.written.get(path) ?? '') : '';
    files.written.set(path, start + shell.stdout);
    shell.stdout = stdout;
  }
  shell.stdin = stdin;
  return outcome;
}
