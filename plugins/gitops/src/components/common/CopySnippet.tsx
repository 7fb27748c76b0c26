import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import styles from './CopySnippet.module.css';

/** A piece of text to paste somewhere else. */
export function CopySnippet(props: { text: string; label: string }) {
  const { text, label } = props;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without the right to the clipboard (or on an insecure origin) the text can still be selected by hand.
      setCopied(false);
    }
  };
  return (
    <div className={styles.root}>
      <pre className={styles.text} aria-label={label}>
        {text}
      </pre>
      <Button
        size="small"
        variant="secondary"
        iconStart={copied ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={() => void copy()}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
