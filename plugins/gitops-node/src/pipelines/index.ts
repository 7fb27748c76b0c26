export { currentStage } from './currentStage';
