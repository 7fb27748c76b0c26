export { RoadieArgocdAdapter } from './RoadieArgocdAdapter';
export { roadieArgocdApi, roadieArgocdModule } from './roadieArgocdModule';
