import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { PrivacyNoticeView, SentLetter } from "../../../../contract/correspondence.ts";
import { api, useApiMutation, useApiQuery } from "../../api/index.ts";
import {
  Loaded,
  MailFrame,
  Notice,
  Problem,
  showDone,
  useFormat,
  useTexts,
} from "../../ui/index.ts";
import { GateRefusal } from "./gate-refusal.tsx";
import { texts as shared } from "./texts.ts";
import { texts } from "./write-texts.ts";

/** The notice of Art. 14 GDPR as this person will get it, and the button that sends it (DSR-02). */
export function PrivacyNoticeDialog(props: { contactId: string; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const notice = useApiQuery<PrivacyNoticeView>(`/contacts/${props.contactId}/privacy-notice`);
  return (
    <Modal opened onClose={props.onClose} title={t("notice.title")} size={760}>
      <Loaded query={notice}>{(data) => <Body {...props} data={data} />}</Loaded>
    </Modal>
  );
}

function Body(props: {
  contactId: string;
  data: PrivacyNoticeView;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const format = useFormat();
  const { data, onClose } = props;
  const send = useApiMutation(
    () => api.post<SentLetter>(`/contacts/${props.contactId}/privacy-notice`, {}),
    {
      invalidates: ["/contacts"],
      onSuccess: () => {
        showDone(t("notice.sent"));
        onClose();
      },
    },
  );
  const possible = data.answer.allowed && data.missing.length === 0;
  return (
    <div className="k-stack">
      <p>{t("notice.intro")}</p>
      {data.sentAt && (
        <p className="k-small k-muted">
          {t("notice.sentAt", { when: format.dateLong(data.sentAt) })}
        </p>
      )}
      {data.missing.length > 0 && (
        <Notice
          tone="wait"
          title={t("notice.missingTitle", {
            what: format.list(data.missing.map((one) => t(`notice.missing.${one}`))),
          })}
        />
      )}
      {!data.answer.allowed && (
        <Notice tone="wait">
          <p>
            <GateRefusal {...data.answer} />
          </p>
        </Notice>
      )}
      <p>
        <b>{data.mail.subject}</b>
      </p>
      <MailFrame html={data.mail.html} height={420} title={data.mail.subject} />
      {send.error && (
        <Problem error={send.error} words={{ settings_incomplete: t("missing.title") }} />
      )}
      <div className="k-row c-foot">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button
          variant="filled"
          disabled={!possible}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t("notice.send")}
        </Button>
      </div>
    </div>
  );
}
