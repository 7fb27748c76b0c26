import { Button, Focusable, Tooltip, TooltipTrigger } from '@backstage/ui';
import type { Capability } from '@slipway/plugin-gitops-common';
import { useId, type ComponentProps } from 'react';
import styles from './CapabilityButton.module.css';

/**
 * A button for something that not everybody may do. Who may not, sees it disabled; the reason is in a tooltip that opens by
 * pointer and by keyboard. A disabled `<button>` takes neither, so a stand-in around it does.
 */
export function CapabilityButton(
  props: ComponentProps<typeof Button> & {
    capability: Capability | undefined;
    'aria-label': string;
  },
) {
  const { capability, ...button } = props;
  const reasonId = useId();
  if (capability?.allowed) {
    return <Button size="small" variant="secondary" {...button} />;
  }
  const reason =
    capability?.reason ?? 'It is not known whether you may do this.';
  return (
    <TooltipTrigger delay={200}>
      <Focusable>
        <span
          role="button"
          tabIndex={0}
          aria-disabled="true"
          aria-label={button['aria-label']}
          aria-describedby={reasonId}
          className={styles.reason}
        >
          <span aria-hidden="true">
            <Button size="small" variant="secondary" {...button} isDisabled />
          </span>
          <span id={reasonId} hidden>
            {reason}
          </span>
        </span>
      </Focusable>
      <Tooltip>{reason}</Tooltip>
    </TooltipTrigger>
  );
}
