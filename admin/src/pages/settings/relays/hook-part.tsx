import { Button, Modal } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { RelayHookView, RelayView } from "../../../../../contract/relays.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Notice, Problem, useFormat, useTexts, inSentence } from "../../../ui/index.ts";
import { SecretOnce } from "../shared/secret-once.tsx";
import { texts } from "./texts.ts";

/** Whether the provider reports bounces and complaints, and the address where it does. */
export function HookPart(props: { relay: RelayView; mayChange: boolean }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const { relay } = props;
  const [opened, setOpened] = useState(false);
  const state =
    relay.hook === null
      ? t("reportsNone")
      : relay.hook.lastAt === null
        ? t("reportsMade")
        : t("reportsLast", { moment: inSentence(format.moment(relay.hook.lastAt)) });
  return (
    <div className="rel-hook">
      <p>
        <b>{t("reports")}</b> <span className="k-muted">{state}</span>
      </p>
      {props.mayChange && (
        <Button size="xs" onClick={() => setOpened(true)}>
          {relay.hook === null ? t("hook") : t("hookAgain")}
        </Button>
      )}
      {opened && <HookDialog relay={relay} onClose={() => setOpened(false)} />}
    </div>
  );
}

function HookDialog({ relay, onClose }: { relay: RelayView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const make = useApiMutation(() => api.post<RelayHookView>(`/relays/${relay.id}/hook`), {
    invalidates: ["/relays"],
  });
  const made = make.data;
  const how = relay.kind === "smtp" || relay.kind === "mx" ? undefined : t(`hookHow.${relay.kind}`);
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={relay.hook !== null && !made ? t("hookAgainTitle") : t("hookTitle")}
      // The address cannot be shown again: it is not lost by a click beside the dialog.
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
    >
      <div className="k-stack">
        {make.error && <Problem error={make.error} />}
        {made ? (
          <>
            <Notice tone="wait" title={t("hookOnce")}>
              {t("hookOnceText")}
            </Notice>
            <SecretOnce value={made.url} label={t("hookUrl")} />
            {made.user !== null && <SecretOnce value={made.user} label={t("hookUser")} />}
            {made.password !== null && (
              <SecretOnce value={made.password} label={t("hookPassword")} />
            )}
            <p>{how}</p>
            <div className="k-row k-ends">
              <Button variant="filled" onClick={onClose}>
                {t("hookDone")}
              </Button>
            </div>
          </>
        ) : (
          <>
            <p>{how}</p>
            {relay.hook !== null && <p>{t("hookAgainText")}</p>}
            <div className="k-row k-ends">
              <Button onClick={onClose}>{t("cancel")}</Button>
              <Button variant="filled" loading={make.isPending} onClick={() => make.mutate()}>
                {relay.hook === null ? t("hook") : t("hookAgain")}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}
