import { imagesOfManifests } from './imagesOfManifests';

const container = (image: string) => ({ name: 'c', image });
const template = (...images: string[]) => ({
  template: { spec: { containers: images.map(container) } },
});

describe('imagesOfManifests', () => {
  it.each([
    [
      'a Pod',
      { kind: 'Pod', spec: { containers: [container('a:1')] } },
      ['a:1'],
    ],
    [
      'a Deployment',
      { kind: 'Deployment', spec: template('b:1', 'a:1') },
      ['a:1', 'b:1'],
    ],
    [
      'init containers',
      {
        kind: 'StatefulSet',
        spec: {
          template: {
            spec: {
              containers: [container('a:1')],
              initContainers: [container('init:1')],
            },
          },
        },
      },
      ['a:1', 'init:1'],
    ],
    ['a Job', { kind: 'Job', spec: template('job:1') }, ['job:1']],
    [
      'a CronJob',
      { kind: 'CronJob', spec: { jobTemplate: { spec: template('cron:1') } } },
      ['cron:1'],
    ],
    [
      'a custom workload',
      { kind: 'Rollout', spec: template('canary:1') },
      ['canary:1'],
    ],
    [
      'a List',
      { kind: 'List', items: [{ kind: 'Deployment', spec: template('a:1') }] },
      ['a:1'],
    ],
    [
      'an image by digest',
      { kind: 'Pod', spec: { containers: [container('a@sha256:0')] } },
      ['a@sha256:0'],
    ],
    [
      'a container without an image',
      { kind: 'Pod', spec: { containers: [{ name: 'c' }, container('a:1')] } },
      ['a:1'],
    ],
    ['a ConfigMap', { kind: 'ConfigMap', data: { image: 'not:this' } }, []],
    ['a Service', { kind: 'Service', spec: { ports: [{ port: 80 }] } }, []],
    [
      'containers that are no list',
      { kind: 'Odd', spec: { containers: 'two' } },
      [],
    ],
  ])('finds the images of %s', (_, manifest, images) => {
    expect(imagesOfManifests([JSON.stringify(manifest)])).toEqual(images);
  });

  it('names an image once, and passes over what is no object', () => {
    const deployment = JSON.stringify({ spec: template('a:1') });
    expect(
      imagesOfManifests([deployment, deployment, 'null', '{', '"text"']),
    ).toEqual(['a:1']);
    expect(imagesOfManifests([])).toEqual([]);
  });

  it('survives objects of any depth', () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    expect(imagesOfManifests([deep])).toEqual([]);
  });
});
