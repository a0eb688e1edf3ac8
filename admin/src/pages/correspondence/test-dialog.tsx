import { Button, Checkbox, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { TemplateView } from "../../../../contract/correspondence.ts";
import type { ConfirmedAddressView } from "../../../../contract/senders.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import { ButtonLink, Loaded, Problem, showDone, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Sends a template to test addresses whose readers confirmed them (SND-17). */
export function TestDialog(props: {
  template: TemplateView;
  beforeSend: () => Promise<void>;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const addresses = useApiQuery<{ items: ConfirmedAddressView[] }>("/confirmed-addresses");
  const [chosen, setChosen] = useState<string[]>([]);
  const [advertising, setAdvertising] = useState(true);
  const send = useApiMutation(
    async () => {
      await props.beforeSend();
      return api.post<{ sentTo: number }>(`/transactional-templates/${props.template.id}/test`, {
        addressIds: chosen,
        advertising,
      });
    },
    {
      invalidates: ["/mailbox"],
      onSuccess: ({ sentTo }) => {
        showDone(t("test.sent", { count: sentTo }));
        props.onClose();
      },
    },
  );
  return (
    <Modal opened onClose={props.onClose} title={t("test.title")} size={480}>
      <Loaded query={addresses}>
        {({ items }) => {
          const usable = items.filter((one) => one.kind === "test" && one.confirmedAt !== null);
          if (usable.length === 0)
            return (
              <div className="k-stack">
                <p>{t("test.none")}</p>
                <ButtonLink to="/einstellungen/absender">{t("test.add")}</ButtonLink>
              </div>
            );
          return (
            <div className="k-stack">
              <Checkbox.Group label={t("test.to")} value={chosen} onChange={setChosen}>
                <div className="k-stack">
                  {usable.map((one) => (
                    <Checkbox key={one.id} value={one.id} label={one.email} />
                  ))}
                </div>
              </Checkbox.Group>
              {props.template.hasAdvertising && (
                <Checkbox
                  label={t("test.advertising")}
                  checked={advertising}
                  onChange={(event) => setAdvertising(event.currentTarget.checked)}
                />
              )}
              {send.error && <Problem error={send.error} />}
              <div className="k-row v-foot">
                <Button onClick={props.onClose}>{t("test.cancel")}</Button>
                <Button
                  variant="filled"
                  disabled={chosen.length === 0}
                  loading={send.isPending}
                  onClick={() => send.mutate()}
                >
                  {t("test.send")}
                </Button>
              </div>
            </div>
          );
        }}
      </Loaded>
    </Modal>
  );
}
