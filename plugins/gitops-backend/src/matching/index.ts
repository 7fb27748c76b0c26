export { applicationKey } from './applicationKey';
export { compareText } from './compareText';
export { KeyIndex } from './KeyIndex';
export { keyListsOfSelector, keysOfApplication } from './matchKeys';
