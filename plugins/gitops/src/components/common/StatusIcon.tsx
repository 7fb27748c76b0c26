import {
  RiAlertLine,
  RiCheckboxBlankCircleFill,
  RiCheckLine,
  RiCloseLine,
  RiForbidLine,
  RiHeartPulseLine,
  RiHistoryLine,
  RiLoader4Line,
  RiPauseLine,
  RiPlayLine,
  RiSkipForwardLine,
  RiSubtractLine,
  RiTimeLine,
  type RemixiconComponentType,
} from '@remixicon/react';
import type { StatusView } from '../../describe';
import styles from './Status.module.css';

const icons: Readonly<Record<StatusView['icon'], RemixiconComponentType>> = {
  check: RiCheckLine,
  alert: RiAlertLine,
  cross: RiCloseLine,
  heart: RiHeartPulseLine,
  spin: RiLoader4Line,
  clock: RiTimeLine,
  play: RiPlayLine,
  skip: RiSkipForwardLine,
  stop: RiForbidLine,
  dot: RiCheckboxBlankCircleFill,
  history: RiHistoryLine,
  pause: RiPauseLine,
  dash: RiSubtractLine,
};

/** The icon of a status alone: decoration beside a text that says the same. */
export function StatusIcon(props: {
  view: Pick<StatusView, 'icon' | 'tone'>;
  size?: number;
}) {
  const { view, size = 14 } = props;
  const Icon = icons[view.icon];
  return (
    <span className={styles.icon} data-tone={view.tone} data-icon={view.icon}>
      <Icon size={size} aria-hidden="true" />
    </span>
  );
}
