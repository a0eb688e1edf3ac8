import { Button, Textarea } from "@mantine/core";
import { IconHandStop, IconPlayerPlay } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { StopView } from "../../../../../contract/sending.ts";
import { api, useApiMutation, useApiQuery, useSession } from "../../../api/index.ts";
import {
  Card,
  CopyButton,
  Loaded,
  Page,
  Problem,
  showDone,
  StopNotice,
  useTexts,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

const PATH = "/installation/stops";
const INVALIDATES = ["/installation", "/sending", "/mailings"];
const COMMAND = 'npm start -- sending stop --reason "…"';

/** One button for the whole installation, with a reason, and the way back, with another (ORG-12). */
export default function EmergencyPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { operator } = useSession();
  const query = useApiQuery<{ stops: StopView[] }>(PATH, undefined, { refetchInterval: 5_000 });
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <Loaded query={query}>
        {({ stops }) => (
          <div className="k-stack-lg">
            <Card>
              <div className="k-stack">
                {stops.length === 0 ? (
                  <p>{t("on")}</p>
                ) : (
                  stops.map((stop) => <StopNotice key={stop.id} stop={stop} />)
                )}
                {!operator.isAdministrator ? (
                  <p className="k-muted">{t("onlyAdministrators")}</p>
                ) : stops.length === 0 ? (
                  <StopForm />
                ) : (
                  <ResumeForm stops={stops} />
                )}
              </div>
            </Card>
            {operator.isAdministrator && (
              <Card title={t("commandTitle")}>
                <p>{t("commandText")}</p>
                <p className="k-row" style={{ marginTop: 8 }}>
                  <code>{COMMAND}</code>
                  <CopyButton value={COMMAND} />
                </p>
              </Card>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function StopForm(): ReactNode {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const stop = useApiMutation(
    () => api.post<StopView>("/installation/stop", { reason: reason.trim() }),
    { invalidates: INVALIDATES, onSuccess: () => showDone(t("stopped")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isReason(reason)) stop.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit} noValidate>
      <p className="k-muted">{t("how")}</p>
      <ReasonField
        label={t("reason")}
        help={t("reasonHelp")}
        value={reason}
        onChange={setReason}
        tried={tried}
      />
      {stop.error && <Problem error={stop.error} />}
      <div>
        <Button
          type="submit"
          color="red"
          variant="filled"
          size="md"
          loading={stop.isPending}
          leftSection={<IconHandStop size={20} stroke={1.8} aria-hidden="true" />}
        >
          {t("press")}
        </Button>
      </div>
    </form>
  );
}

function ResumeForm({ stops }: { stops: StopView[] }): ReactNode {
  const t = useTexts(texts);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const restored = stops.some((stop) => stop.cause === "restored");
  const resume = useApiMutation(
    () => api.post("/installation/resume", { confirm: true, reason: reason.trim() }),
    { invalidates: INVALIDATES, onSuccess: () => showDone(t("resumed")) },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (isReason(reason)) resume.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit} noValidate>
      <h2>{t("againTitle")}</h2>
      <p>{restored ? t("restored") : t("againText")}</p>
      <ReasonField
        label={t("againReason")}
        help={t("againHelp")}
        value={reason}
        onChange={setReason}
        tried={tried}
      />
      {resume.error && <Problem error={resume.error} />}
      <div>
        <Button
          type="submit"
          variant="filled"
          size="md"
          loading={resume.isPending}
          leftSection={<IconPlayerPlay size={18} stroke={1.6} aria-hidden="true" />}
        >
          {restored ? t("confirm") : t("onAgain")}
        </Button>
      </div>
    </form>
  );
}

const isReason = (text: string): boolean => text.trim().length >= 3;

function ReasonField(props: {
  label: string;
  help: string;
  value: string;
  tried: boolean;
  onChange: (value: string) => void;
}): ReactNode {
  const t = useTexts(texts);
  return (
    <Textarea
      label={props.label}
      description={props.help}
      required
      withAsterisk={false}
      maxLength={500}
      autosize
      minRows={2}
      style={{ maxWidth: 640 }}
      value={props.value}
      error={props.tried && !isReason(props.value) ? t("reasonMissing") : undefined}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
