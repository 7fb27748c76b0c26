export { helmSourceSchema, type HelmSource } from './helmSource';
export { renderChart, type ChartOptions } from './renderChart';
