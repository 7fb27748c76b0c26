import { JobRunner } from './JobRunner';

describe('JobRunner', () => {
  it('runs jobs of one lock one after the other, and others meanwhile', async () => {
    const locks: Readonly<Record<number, string | undefined>> = {
      1: 'prod',
      2: 'prod',
      3: undefined,
    };
    const events: string[] = [];
    await new Promise<void>(resolve => {
      const runner = new JobRunner({
        speed: 20,
        runners: 3,
        lockOf: ({ jobId }) => locks[jobId],
        start: ({ jobId }) => {
          events.push(`start ${jobId}`);
          return jobId === 1 ? 2000 : 200;
        },
        finish: async ({ jobId }) => {
          events.push(`finish ${jobId}`);
          if (jobId === 2) {
            resolve();
          }
        },
        onError: error => {
          throw error;
        },
      });
      [1, 2, 3].forEach(jobId => runner.enqueue({ projectId: 1, jobId }));
    });
    expect(events).toEqual([
      'start 1',
      'start 3',
      'finish 3',
      'finish 1',
      'start 2',
      'finish 2',
    ]);
  });
});
