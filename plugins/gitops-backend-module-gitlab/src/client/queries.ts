// Written against GitLab's GraphQL schema, version 16 and later. With 50 projects the first query scores about 50 of the
// 250 points that GitLab allows (200 without a token): a connection costs one percent more per item, not a multiple.

const run = `
  fragment Run on Pipeline {
    id iid status ref sha path createdAt startedAt finishedAt duration
    commit { sha title authorName authoredDate webUrl }
    stages(first: 50) { nodes { name status } }
  }`;

/** Newest runs of one branch for up to 50 projects; says each project's default branch too. */
export const latestPipelinesQuery = `
  query LatestPipelines($paths: [String!], $ref: String, $first: Int) {
    projects(fullPaths: $paths, first: 50) {
      nodes {
        fullPath
        repository { rootRef }
        pipelines(first: $first, ref: $ref) { nodes { ...Run } }
      }
    }
  }${run}`;

/** Newest runs of one branch of one project. */
export const recentPipelinesQuery = `
  query RecentPipelines($path: ID!, $ref: String, $first: Int) {
    project(fullPath: $path) {
      fullPath
      repository { rootRef }
      pipelines(first: $first, ref: $ref) { nodes { ...Run } }
    }
  }${run}`;

/** As the one before, with the names and states of each run's jobs: a run of a shared project is told by them. */
export const sharedPipelinesQuery = `
  query SharedPipelines($path: ID!, $ref: String, $first: Int) {
    project(fullPath: $path) {
      fullPath
      repository { rootRef }
      pipelines(first: $first, ref: $ref) {
        nodes {
          ...Run
          jobs(first: 100, retried: false) {
            nodes { id name status allowFailure stage { name } }
          }
        }
      }
    }
  }${run}`;

/** All jobs of one run, retried ones included: they tell in which order the run's author wrote them. */
export const pipelineJobsQuery = `
  query PipelineJobs($path: ID!, $iid: ID!, $after: String) {
    project(fullPath: $path) {
      pipeline(iid: $iid) {
        jobs(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes {
            id name status allowFailure playable retryable retried
            startedAt finishedAt duration coverage webPath
            stage { name }
          }
        }
      }
    }
  }`;
