export { DeploymentsCard } from './DeploymentsCard';
export { PipelineCard } from './PipelineCard';
