/** A query cannot use a project's default branch as an argument, so this one is tried first, and then what the answer says. */
export const usualBranch = 'main';
