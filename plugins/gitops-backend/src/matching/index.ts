export { applicationKey } from './applicationKey';
export { KeyIndex } from './KeyIndex';
export { keyListsOfSelector, keysOfApplication } from './matchKeys';
