export { createRouter, type RouterServices } from './createRouter';
