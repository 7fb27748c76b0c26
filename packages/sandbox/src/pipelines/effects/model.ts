/** A step into a YAML document. `where` picks the items of a list whose key has a value. */
export type YamlStep =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'where'; readonly key: string; readonly value: string };

export interface YamlAssignment {
  readonly path: readonly YamlStep[];
  readonly value: string | number | boolean;
}

/** An image of `kustomize edit set image`; what is undefined stays as it is. */
export interface ImageOverride {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** A change of a file that a script would make. Paths begin at the root of the repository. */
export type FileEdit =
  | {
      readonly type: 'kustomizeImages';
      readonly directory: string;
      readonly images: readonly ImageOverride[];
    }
  | {
      readonly type: 'kustomizeAnnotations';
      readonly directory: string;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'yaml';
      readonly file: string;
      readonly assignments: readonly YamlAssignment[];
    }
  | {
      readonly type: 'substitute';
      readonly file: string;
      readonly pattern: RegExp;
      readonly replacement: string;
    };

export interface PlannedCommit {
  readonly message: string;
  readonly author?: { readonly name: string; readonly email: string };
  readonly edits: readonly FileEdit[];
}

/** What a job would do to the world outside of its container. */
export type JobEffect =
  | { readonly type: 'image'; readonly ref: string }
  /** A repository of the kind that has to be there before the first push, as at Amazon ECR. */
  | { readonly type: 'imageRepository'; readonly name: string }
  /** Of AWS Systems Manager. */
  | {
      readonly type: 'parameter';
      readonly name: string;
      readonly value: string;
      readonly overwrite: boolean;
    }
  | {
      readonly type: 'push';
      /** Full path of another project that the script cloned; undefined for the pipeline's own. */
      readonly repository?: string;
      readonly branch: string;
      readonly commits: readonly PlannedCommit[];
      readonly pushOptions: readonly string[];
    };

/** What commands ask the world before they decide. */
export interface OutsideWorld {
  hasImage(ref: string): boolean;
  hasImageRepository(name: string): boolean;
  hasParameter(name: string): boolean;
  /** What a program prints that asks the Git host, such as `gh api`; undefined: nobody knows. */
  answer?(argv: readonly string[]): string | undefined;
}
