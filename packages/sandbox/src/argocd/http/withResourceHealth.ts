import { healthOf, liveObject, type Cluster } from '../../cluster';
import type { Application } from '../model';

/** The server adds the health of each resource when it answers; the stored object has none. */
export function withResourceHealth(
  application: Application,
  cluster: Cluster,
): Application {
  const { resources } = application.status;
  if (!resources) {
    return application;
  }
  const records = cluster.recordsOf(application.metadata.name);
  return {
    ...application,
    status: {
      ...application.status,
      resources: resources.map(resource => {
        const record = records.find(
          ({ object }) =>
            object.kind === resource.kind &&
            object.metadata.name === resource.name &&
            object.metadata.namespace === resource.namespace,
        );
        const health = record
          ? healthOf(liveObject(record))
          : ({ status: 'Missing' } as const);
        return health ? { ...resource, health } : resource;
      }),
    },
  };
}
