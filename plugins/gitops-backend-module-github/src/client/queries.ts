// Written against GitHub's public GraphQL schema. GitHub counts connections: 25 repositories with 10 commits each ask for 275,
// which costs 3 of the 5,000 points an hour.

const run = `
  fragment Runs on Repository {
    nameWithOwner
    defaultBranchRef {
      name
      target {
        ... on Commit {
          history(first: $commits) {
            nodes {
              oid messageHeadline authoredDate url
              author { name }
              checkSuites(first: 20) {
                nodes {
                  id status conclusion
                  branch { name }
                  workflowRun {
                    databaseId runNumber event url createdAt updatedAt
                    workflow { name url }
                  }
                }
              }
            }
          }
        }
      }
    }
  }`;

/** Newest commits of the default branches of several repositories with their workflow runs; repository `i` is answered as `r<i>`. */
export function latestRunsQuery(count: number): string {
  const indexes = Array.from({ length: count }, (_, i) => i);
  const variables = indexes.map(i => `$o${i}: String!, $n${i}: String!`);
  const repositories = indexes.map(
    i => `r${i}: repository(owner: $o${i}, name: $n${i}) { ...Runs }`,
  );
  return `
  query LatestRuns($commits: Int!, ${variables.join(', ')}) {
    ${repositories.join('\n    ')}
  }${run}`;
}

/** Newest try of each job of several runs, by their check suites. */
export const checkRunsQuery = `
  query CheckRuns($suites: [ID!]!) {
    nodes(ids: $suites) {
      ... on CheckSuite {
        id
        checkRuns(first: 100, filterBy: { checkType: LATEST }) {
          nodes { databaseId name status conclusion startedAt }
        }
      }
    }
  }`;

/** For which environment a job waits. A job's node is its check run. */
export const pendingEnvironmentQuery = `
  query PendingEnvironment($job: ID!) {
    node(id: $job) {
      ... on CheckRun {
        pendingDeploymentRequest { environment { databaseId name } }
      }
    }
  }`;
