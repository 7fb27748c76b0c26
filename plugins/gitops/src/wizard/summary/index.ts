export { summaryFormField } from './summaryFormField';
