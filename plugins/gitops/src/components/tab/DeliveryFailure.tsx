import { ResponseError } from '@backstage/errors';
import { Alert, Button } from '@backstage/ui';
import { gitopsDeploymentReadPermission } from '@slipway/plugin-gitops-common';

import { errorMessage } from '../../describe';

const isDenied = (error: Error) =>
  error instanceof ResponseError && error.statusCode === 403;

/** Shown only when nothing has been read yet: what is wrong, and what to do about it. */
export function DeliveryFailure(props: {
  error: Error;
  retrying: boolean;
  onRetry: () => void;
}) {
  const { error, retrying, onRetry } = props;
  if (isDenied(error)) {
    return (
      <Alert
        status="info"
        icon
        title="You may not see the deployments of this entity"
        description={`The permission “${gitopsDeploymentReadPermission.name}” is missing. Ask who looks after the permissions of this Backstage. (${errorMessage(error)})`}
      />
    );
  }
  return (
    <Alert
      status="danger"
      icon
      title="The deployments could not be read"
      description={`${errorMessage(error)} It is tried again every 15 s.`}
      customActions={
        <Button
          size="small"
          variant="secondary"
          isPending={retrying}
          onPress={onRetry}
        >
          Try now
        </Button>
      }
    />
  );
}
