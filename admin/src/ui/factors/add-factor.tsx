import { Button, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorAdded, FactorKind, NewTotp } from "../../../../contract/sign-in.ts";
import {
  addPasskey,
  ApiError,
  beginTotp,
  confirmTotp,
  hasCode,
  isPasskeyCancelled,
  passkeysWork,
} from "../../api/index.ts";
import { useTexts } from "../../i18n/index.ts";
import { ChoiceCards } from "../forms.tsx";
import { Notice, Problem } from "../problem.tsx";
import "./factors.css";
import { focusOnce } from "./focus-once.ts";
import { RecoveryCodeList } from "./recovery-codes.tsx";
import { factorTexts } from "./texts.ts";

/**
 * Sets up a second factor step by step: which, the device, and with the first one the recovery codes; `onCodes` tells
 * when these are shown.
 */
export function AddFactor(props: { onDone: () => void; onCodes?: () => void }): ReactNode {
  const [kind, setKind] = useState<FactorKind>();
  const [codes, setCodes] = useState<string[]>();
  const added = ({ recoveryCodes }: FactorAdded): void => {
    if (!recoveryCodes) return props.onDone();
    setCodes(recoveryCodes);
    props.onCodes?.();
  };
  if (codes) return <RecoveryCodeList codes={codes} onDone={props.onDone} />;
  const back = (): void => setKind(undefined);
  if (kind === "totp") return <AddApp onAdded={added} onBack={back} />;
  if (kind === "passkey") return <AddPasskey onAdded={added} onBack={back} />;
  return <ChooseKind onChosen={setKind} />;
}

function ChooseKind({ onChosen }: { onChosen: (kind: FactorKind) => void }): ReactNode {
  const t = useTexts(factorTexts);
  const works = passkeysWork();
  const [kind, setKind] = useState<FactorKind>(works ? "passkey" : "totp");
  return (
    <form
      className="k-stack"
      onSubmit={(event) => {
        event.preventDefault();
        onChosen(kind);
      }}
    >
      <ChoiceCards<FactorKind>
        legend={t("add.choose")}
        value={kind}
        onChange={setKind}
        choices={[
          {
            value: "passkey",
            title: t("add.passkey"),
            text: t("add.passkeyText"),
            ...(works ? {} : { disabled: t("add.passkeyNotHere") }),
          },
          { value: "totp", title: t("add.totp"), text: t("add.totpText") },
        ]}
      />
      <Button type="submit" variant="filled" fullWidth>
        {t("add.next")}
      </Button>
    </form>
  );
}

interface StepProps {
  onAdded: (added: FactorAdded) => void;
  onBack: () => void;
}

function AddPasskey({ onAdded, onBack }: StepProps): ReactNode {
  const t = useTexts(factorTexts);
  const [name, setName] = useState<string>(t("add.passkeyName"));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      onAdded(await addPasskey(name.trim()));
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const known =
    hasCode(error, "passkey_known") ||
    (error instanceof Error && error.name === "InvalidStateError");
  return (
    <form className="k-stack" onSubmit={(event) => void submit(event)}>
      {isPasskeyCancelled(error) ? (
        <Notice role="status">{t("cancelled")}</Notice>
      ) : (
        error !== undefined && (
          <Problem
            title={t("failed")}
            error={
              known
                ? new Error(t("add.passkeyKnown"))
                : error instanceof ApiError
                  ? error
                  : new Error(t("add.passkeyRefused"))
            }
            words={{ passkey_refused: t("add.passkeyRefused") }}
          />
        )
      )}
      <NameField value={name} onChange={setName} />
      <Foot submit={t("add.makePasskey")} busy={busy} onBack={onBack} />
    </form>
  );
}

function AddApp({ onAdded, onBack }: StepProps): ReactNode {
  const t = useTexts(factorTexts);
  const [name, setName] = useState<string>(t("add.totpName"));
  const [made, setMade] = useState<NewTotp>();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      if (!made) setMade(await beginTotp());
      else onAdded(await confirmTotp({ id: made.id, code: code.trim(), name: name.trim() }));
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const wrong = hasCode(error, "factor_wrong");
  return (
    <form className="k-stack" onSubmit={(event) => void submit(event)}>
      {error !== undefined && !wrong && (
        <Problem title={t("failed")} error={error} words={{ too_many_requests: t("tooMany") }} />
      )}
      {made ? (
        <>
          <p>{t("add.scan")}</p>
          <QrCode rows={made.squares} label={t("add.qr")} />
          <div>
            <p className="k-small k-muted" style={{ marginBottom: 4 }}>
              {t("add.typeInstead")}
            </p>
            <code className="k-secret" tabIndex={0}>
              {made.secret.replace(/(.{4})(?=.)/g, "$1 ")}
            </code>
          </div>
          <TextInput
            className="k-code-field"
            label={t("add.typeCode")}
            name="one-time-code"
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={7}
            required
            withAsterisk={false}
            ref={focusOnce}
            error={wrong ? t("add.wrongCode") : undefined}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        </>
      ) : (
        <NameField value={name} onChange={setName} />
      )}
      <Foot
        submit={made ? t("add.done") : t("add.next")}
        busy={busy}
        onBack={made ? () => setMade(undefined) : onBack}
      />
    </form>
  );
}

function NameField(props: { value: string; onChange: (value: string) => void }): ReactNode {
  const t = useTexts(factorTexts);
  return (
    <TextInput
      label={t("add.name")}
      description={t("add.nameHelp")}
      required
      withAsterisk={false}
      maxLength={60}
      data-autofocus
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

function Foot(props: { submit: string; busy: boolean; onBack: () => void }): ReactNode {
  const t = useTexts(factorTexts);
  return (
    <div className="k-row" style={{ justifyContent: "space-between" }}>
      <Button onClick={props.onBack}>{t("add.back")}</Button>
      <Button type="submit" variant="filled" loading={props.busy}>
        {props.submit}
      </Button>
    </div>
  );
}

/** A QR code from its rows, `1` for dark squares; four empty ones around it (ISO/IEC 18004, 5.3.8). */
function QrCode({ rows, label }: { rows: readonly string[]; label: string }): ReactNode {
  const size = rows.length;
  const path = rows
    .flatMap((row, y) => [...row].map((square, x) => (square === "1" ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      className="k-qr"
      viewBox={`-1 -1 ${size + 2} ${size + 2}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
