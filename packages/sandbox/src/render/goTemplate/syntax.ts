import type { Value } from './value';

/** Where something stands in its source, for messages. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A value in an action; `path` are the fields that follow it without a space. */
export type Operand =
  | { readonly type: 'dot' | 'nil'; readonly span: Span }
  | { readonly type: 'literal'; readonly value: Value; readonly span: Span }
  | {
      readonly type: 'field';
      readonly path: readonly string[];
      readonly span: Span;
    }
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly path: readonly string[];
      readonly span: Span;
    }
  | { readonly type: 'function'; readonly name: string; readonly span: Span }
  | {
      readonly type: 'pipeline';
      readonly pipeline: Pipeline;
      readonly path: readonly string[];
      readonly span: Span;
    };

/** `a b c`: a function or method with its arguments, or one value. */
export interface Command {
  readonly operands: readonly [Operand, ...Operand[]];
}

/** Commands, each of which gets the value of the one before it as its last argument. */
export interface Pipeline {
  readonly variables: readonly string[];
  /** True for `=`, which sets a variable that there is already. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  readonly span: Span;
}

/** What runs none, one or many times. */
export interface ControlNode {
  readonly type: 'if' | 'with' | 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

/** One node of a template. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly pipeline: Pipeline }
  | ControlNode
  | {
      readonly type: 'template';
      readonly name: string;
      readonly pipeline?: Pipeline;
      readonly span: Span;
    }
  | { readonly type: 'break' | 'continue' };

/** A template with a name: a file, or what a `define` in it holds. */
export interface Template {
  readonly name: string;
  /** The file, for messages. */
  readonly file: string;
  readonly source: string;
  readonly nodes: readonly Node[];
}
