export { commitOfTag, isTagOfCommit, shortTag } from './commitTags';
export { formatImageReference } from './formatImageReference';
export { parseImageReference } from './parseImageReference';
export { isUnreleased, unreleasedTag } from './unreleased';
