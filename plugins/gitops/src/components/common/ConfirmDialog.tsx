import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
} from '@backstage/ui';

/** Asks before something that reaches production. */
export function ConfirmDialog(props: {
  isOpen: boolean;
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { isOpen, title, text, action, onConfirm, onClose } = props;
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => {
        if (!open) {
          onClose();
        }
      }}
      width={440}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <Text as="p">{text}</Text>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          onPress={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
