export { inSummaryFormField } from './inSummaryFormField';
export { summaryFormField } from './summaryFormField';
