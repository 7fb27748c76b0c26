export interface Config {
  gitops?: {
    /**
     * The stages on the way to production, in order. The catalog's columns are made of them.
     * @deepVisibility frontend
     */
    environments?: Array<
      | string
      | {
          name: string;
          tier?: 'development' | 'staging' | 'production';
        }
    >;
  };
}
