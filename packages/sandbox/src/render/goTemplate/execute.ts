import { format } from './format';
import type {
  Command,
  ControlNode,
  Node,
  Operand,
  Pipeline,
  Span,
  Template,
} from './syntax';
import { TemplateError } from './TemplateError';
import { lineOf } from './tokenize';
import {
  isList,
  isMap,
  isTrue,
  sortedKeys,
  Struct,
  typeOf,
  type TemplateFunction,
  type Value,
} from './value';

/** What a template finds around it. */
export interface Surroundings {
  readonly templates: ReadonlyMap<string, Template>;
  readonly functions: Readonly<Record<string, TemplateFunction>>;
  /** What a key gives that a map has not: nothing (`default`), nil (`zero`), or an error. */
  readonly missingKey: 'default' | 'zero' | 'error';
}

/** Real charts nest a dozen; Go allows 1000, but this stack is smaller. */
const maximumDepth = 100;

/** Passes through all callers as it is: their places say nothing more. */
class TooDeep extends TemplateError {}

/** Ends a loop early; no error leaves a template this way. */
class LoopSignal extends Error {
  constructor(readonly how: 'break' | 'continue') {
    super(how);
  }
}

class Execution {
  readonly #variables: { readonly name: string; value: Value }[];
  readonly #output: string[] = [];

  constructor(
    private readonly template: Template,
    private readonly around: Surroundings,
    private readonly data: Value,
    private readonly depth: number,
  ) {
    this.#variables = [{ name: '$', value: data }];
  }

  run(): string {
    if (this.depth > maximumDepth) {
      throw new TooDeep(
        `template: ${this.template.file}: exceeded maximum template depth (${maximumDepth})`,
      );
    }
    this.#walk(this.template.nodes, this.data);
    return this.#output.join('');
  }

  #walk(nodes: readonly Node[], dot: Value): void {
    for (const node of nodes) {
      this.#node(node, dot);
    }
  }

  #node(node: Node, dot: Value): void {
    switch (node.type) {
      case 'text':
        this.#output.push(node.text);
        return;
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) {
          this.#output.push(printed(value));
        }
        return;
      }
      case 'if':
      case 'with':
        this.#scoped(() => {
          const value = this.#pipeline(node.pipeline, dot);
          const inner = node.type === 'with' ? value : dot;
          this.#walk(
            ...(isTrue(value)
              ? ([node.body, inner] as const)
              : ([node.otherwise, dot] as const)),
          );
        });
        return;
      case 'range':
        this.#scoped(() => this.#range(node, dot));
        return;
      case 'template': {
        const data = node.pipeline
          ? this.#pipeline(node.pipeline, dot)
          : undefined;
        const { templates } = this.around;
        if (!templates.has(node.name)) {
          throw this.#problem(node.span, `template "${node.name}" not defined`);
        }
        this.#output.push(
          executeTemplate(node.name, data, this.around, this.depth + 1),
        );
        return;
      }
      default:
        throw new LoopSignal(node.type);
    }
  }

  #range(node: ControlNode, dot: Value): void {
    const { pipeline } = node;
    const collection = this.#evaluate(pipeline, dot);
    const entries = this.#entries(collection, pipeline.span);
    if (entries.length === 0) {
      this.#walk(node.otherwise, dot);
      return;
    }
    for (const [key, value] of entries) {
      const [first, second] = pipeline.variables;
      const mark = this.#variables.length;
      if (first !== undefined) {
        this.#bind(pipeline, first, second === undefined ? value : key);
      }
      if (second !== undefined) {
        this.#bind(pipeline, second, value);
      }
      try {
        this.#walk(node.body, value);
      } catch (error) {
        if (!(error instanceof LoopSignal)) {
          throw error;
        }
        if (error.how === 'break') {
          return;
        }
      } finally {
        this.#variables.length = mark;
      }
    }
  }

  #entries(
    collection: Value,
    span: Span,
  ): readonly (readonly [Value, Value])[] {
    if (isList(collection)) {
      return collection.map((value, index) => [BigInt(index), value]);
    }
    if (isMap(collection)) {
      return sortedKeys(collection).map(key => [key, collection.get(key)]);
    }
    if (collection instanceof Struct) {
      return sortedKeys(collection.items).map(key => [
        key,
        collection.items.get(key),
      ]);
    }
    if (collection === null || collection === undefined) {
      return [];
    }
    if (typeof collection === 'bigint') {
      return Array.from(
        { length: Math.max(0, Number(collection)) },
        (_, index) => [BigInt(index), BigInt(index)],
      );
    }
    throw this.#problem(span, `range can't iterate over ${format(collection)}`);
  }

  #bind(pipeline: Pipeline, name: string, value: Value): void {
    if (pipeline.assigns) {
      this.#assign(name, value);
    } else {
      this.#variables.push({ name, value });
    }
  }

  #assign(name: string, value: Value): void {
    const variable = this.#variables.findLast(item => item.name === name);
    if (variable) {
      variable.value = value;
    }
  }

  /** Variables that are declared inside are gone afterwards. */
  #scoped(work: () => void): void {
    const mark = this.#variables.length;
    try {
      work();
    } finally {
      this.#variables.length = mark;
    }
  }

  /** The value of a pipeline; its variables are set. */
  #pipeline(pipeline: Pipeline, dot: Value): Value {
    const value = this.#evaluate(pipeline, dot);
    for (const name of pipeline.variables) {
      this.#bind(pipeline, name, value);
    }
    return value;
  }

  #evaluate({ commands }: Pipeline, dot: Value): Value {
    return commands.reduce<readonly Value[]>(
      (piped, command) => [this.#command(command, dot, piped)],
      [],
    )[0];
  }

  #command({ operands }: Command, dot: Value, piped: readonly Value[]): Value {
    const [first, ...rest] = operands;
    if (first.type === 'function') {
      return this.#call(first, rest, dot, piped);
    }
    const args = () => [
      ...rest.map(operand => this.#operand(operand, dot)),
      ...piped,
    ];
    if (first.type === 'field' || first.type === 'variable') {
      return this.#operand(first, dot, args());
    }
    if (rest.length > 0 || piped.length > 0) {
      throw this.#problem(
        first.span,
        `can't give argument to non-function ${this.#text(first.span)}`,
      );
    }
    return this.#operand(first, dot);
  }

  #call(
    { name, span }: Extract<Operand, { type: 'function' }>,
    operands: readonly Operand[],
    dot: Value,
    piped: readonly Value[],
  ): Value {
    if (name === 'and' || name === 'or') {
      let value: Value = piped[0];
      for (const operand of operands) {
        value = this.#operand(operand, dot);
        if (isTrue(value) === (name === 'or')) {
          return value;
        }
      }
      return piped.length > 0 ? piped[0] : value;
    }
    const args = [
      ...operands.map(operand => this.#operand(operand, dot)),
      ...piped,
    ];
    const call = this.around.functions[name];
    if (!call) {
      throw this.#problem(span, `function "${name}" not defined`);
    }
    return this.#guard(span, name, () => call(...args.map(arg => arg ?? null)));
  }

  #guard(span: Span, name: string, work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (error instanceof TooDeep) {
        throw error;
      }
      const message = error instanceof Error ? error.message : String(error);
      throw this.#problem(span, `error calling ${name}: ${message}`, error);
    }
  }

  #operand(operand: Operand, dot: Value, args: readonly Value[] = []): Value {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'nil':
        return null;
      case 'literal':
        return operand.value;
      case 'function':
        return this.#call(operand, [], dot, []);
      case 'field':
        return this.#path(dot, operand, args);
      case 'variable': {
        const variable = this.#variables.findLast(
          ({ name }) => name === operand.name,
        );
        return this.#path(variable?.value, operand, args);
      }
      default:
        return this.#path(this.#evaluate(operand.pipeline, dot), operand, args);
    }
  }

  #path(
    start: Value,
    { path, span }: { readonly path: readonly string[]; readonly span: Span },
    args: readonly Value[],
  ): Value {
    if (path.length === 0 && args.length > 0) {
      throw this.#problem(
        span,
        `${this.#text(span)} is not a method but has arguments`,
      );
    }
    return path.reduce<Value>(
      (value, name, index) =>
        this.#field(value, name, span, index === path.length - 1 ? args : []),
      start,
    );
  }

  #field(
    value: Value,
    name: string,
    span: Span,
    args: readonly Value[],
  ): Value {
    if (value === undefined && this.around.missingKey === 'default') {
      return undefined;
    }
    if (value === undefined || value === null) {
      throw this.#problem(span, `nil pointer evaluating interface {}.${name}`);
    }
    if (value instanceof Struct) {
      const method = value.methods[name];
      if (method) {
        return this.#guard(span, name, () => method(...args));
      }
      if (!Object.hasOwn(value.fields, name)) {
        throw this.#problem(
          span,
          `can't evaluate field ${name} in type ${value.typeName}`,
        );
      }
      return value.fields[name];
    }
    if (!isMap(value)) {
      throw this.#problem(
        span,
        `can't evaluate field ${name} in type ${typeOf(value)}`,
      );
    }
    if (args.length > 0) {
      throw this.#problem(span, `${name} is not a method but has arguments`);
    }
    if (value.has(name)) {
      return value.get(name);
    }
    switch (this.around.missingKey) {
      case 'error':
        throw this.#problem(span, `map has no entry for key "${name}"`);
      case 'zero':
        return null;
      default:
        return undefined;
    }
  }

  #text({ start, end }: Span): string {
    return this.template.source.slice(start, end);
  }

  #problem(span: Span, message: string, cause?: unknown): TemplateError {
    const { file, name, source } = this.template;
    const column = span.start - (source.lastIndexOf('\n', span.start - 1) + 1);
    return new TemplateError(
      `template: ${file}:${lineOf(source, span.start)}:${column}: executing "${name}" at <${this.#text(span)}>: ${message}`,
      { cause },
    );
  }
}

/** The text of a template for some data. Throws `TemplateError`. */
export function executeTemplate(
  name: string,
  data: Value,
  around: Surroundings,
  depth = 0,
): string {
  const template = around.templates.get(name);
  if (!template) {
    throw new TemplateError(
      `template: no template "${name}" associated with template`,
    );
  }
  return new Execution(template, around, data, depth).run();
}

function printed(value: Value): string {
  return value === null || value === undefined ? '<no value>' : format(value);
}
