import { Evaluator } from './Evaluator';
import { format } from './format';
import type { Surroundings } from './Surroundings';
import type { ControlNode, Node, Span, Template } from './syntax';
import { TemplateError } from './TemplateError';
import { TooDeep } from './TooDeep';
import { isList, isMap, isTrue, sortedKeys, Struct, type Value } from './value';

/** Real charts nest a dozen; Go allows 1000, but this stack is smaller. */
const maximumDepth = 100;

/** Ends a loop early; no error leaves a template this way. */
class LoopSignal extends Error {
  constructor(readonly how: 'break' | 'continue') {
    super(how);
  }
}

class Execution {
  readonly #evaluator: Evaluator;
  readonly #output: string[] = [];

  constructor(
    private readonly template: Template,
    private readonly around: Surroundings,
    private readonly data: Value,
    private readonly depth: number,
  ) {
    this.#evaluator = new Evaluator(template, around, data);
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
        const value = this.#evaluator.pipeline(node.pipeline, dot);
        if (node.pipeline.variables.length === 0) {
          this.#output.push(printed(value));
        }
        return;
      }
      case 'if':
      case 'with':
        this.#evaluator.scoped(() => {
          const value = this.#evaluator.pipeline(node.pipeline, dot);
          const inner = node.type === 'with' ? value : dot;
          this.#walk(
            ...(isTrue(value)
              ? ([node.body, inner] as const)
              : ([node.otherwise, dot] as const)),
          );
        });
        return;
      case 'range':
        this.#evaluator.scoped(() => this.#range(node, dot));
        return;
      case 'template': {
        const data = node.pipeline
          ? this.#evaluator.pipeline(node.pipeline, dot)
          : undefined;
        const { templates } = this.around;
        if (!templates.has(node.name)) {
          throw this.#evaluator.problem(
            node.span,
            `template "${node.name}" not defined`,
          );
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
    const collection = this.#evaluator.evaluate(pipeline, dot);
    const entries = this.#entries(collection, pipeline.span);
    if (entries.length === 0) {
      this.#walk(node.otherwise, dot);
      return;
    }
    for (const [key, value] of entries) {
      if (!this.#evaluator.scoped(() => this.#iteration(node, key, value))) {
        return;
      }
    }
  }

  /** False when the loop ends here. */
  #iteration({ pipeline, body }: ControlNode, key: Value, value: Value) {
    const [first, second] = pipeline.variables;
    if (first !== undefined) {
      this.#evaluator.bind(pipeline, first, second === undefined ? value : key);
    }
    if (second !== undefined) {
      this.#evaluator.bind(pipeline, second, value);
    }
    try {
      this.#walk(body, value);
      return true;
    } catch (error) {
      if (error instanceof LoopSignal) {
        return error.how === 'continue';
      }
      throw error;
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
    throw this.#evaluator.problem(
      span,
      `range can't iterate over ${format(collection)}`,
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
