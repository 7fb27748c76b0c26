import { Button, Focusable, Tooltip, TooltipTrigger } from '@backstage/ui';
import type { Capability } from '@slipway/plugin-gitops-common';
import type { ComponentProps } from 'react';
import styles from './CapabilityButton.module.css';

/**
 * A button for something that not everybody may do. Who may not, sees it disabled; the reason is in a tooltip that opens by
 * pointer and by keyboard, because a disabled button itself takes neither.
 */
export function CapabilityButton(
  props: ComponentProps<typeof Button> & {
    capability: Capability | undefined;
    /** What the button does, for the explanation: `Sync`, `Retry`. */
    action: string;
  },
) {
  const { capability, action, ...button } = props;
  if (capability?.allowed) {
    return <Button size="small" variant="secondary" {...button} />;
  }
  const reason =
    capability?.reason ?? 'It is not known whether you may do this.';
  return (
    <TooltipTrigger delay={200}>
      <Focusable>
        {/* The tooltip has to be reachable by keyboard, which a disabled button is not. */}
        {/* eslint-disable jsx-a11y/no-noninteractive-tabindex */}
        <span
          role="group"
          tabIndex={0}
          aria-label={`${action} is not available: ${reason}`}
          className={styles.reason}
        >
          <Button size="small" variant="secondary" {...button} isDisabled />
        </span>
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
      </Focusable>
      <Tooltip>{reason}</Tooltip>
    </TooltipTrigger>
  );
}
