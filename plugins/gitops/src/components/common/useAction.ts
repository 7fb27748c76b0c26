import {
  alertApiRef,
  toastApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { errorMessage } from '../../describe';

/**
 * Runs something on another system: pending until it was accepted, then a word about it; a failure is shown with the server's
 * own message.
 */
export function useAction(): {
  readonly pending: boolean;
  run(action: () => Promise<void>, accepted: string): void;
} {
  const notify = useNotify();
  const [pending, setPending] = useState(false);
  const perform = async (action: () => Promise<void>, accepted: string) => {
    setPending(true);
    try {
      await action();
      notify('success', accepted);
    } catch (error) {
      notify('danger', errorMessage(error));
    } finally {
      setPending(false);
    }
  };
  return {
    pending,
    run: (action, accepted) => void perform(action, accepted),
  };
}

function useNotify() {
  const apis = useApiHolder();
  return (status: 'success' | 'danger', title: string) => {
    const toasts = apis.get(toastApiRef);
    if (toasts) {
      toasts.post({
        title,
        status,
        ...(status === 'success' ? { timeout: 5_000 } : {}),
      });
      return;
    }
    // Apps of the old frontend system have no toasts yet.
    apis.get(alertApiRef)?.post({
      message: title,
      severity: status === 'danger' ? 'error' : 'success',
      display: status === 'danger' ? 'permanent' : 'transient',
    });
  };
}
