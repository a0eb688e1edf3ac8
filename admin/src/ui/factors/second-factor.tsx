import { Button, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorAnswer, FactorKind } from "../../../../contract/sign-in.ts";
import { ApiError, isPasskeyCancelled, passkeysWork } from "../../api/index.ts";
import { useTexts } from "../../i18n/index.ts";
import { Notice, Problem } from "../problem.tsx";
import "./factors.css";
import { focusOnce } from "./focus-once.ts";
import { factorTexts } from "./texts.ts";

type Way = "code" | "recovery" | "passkey";

/** Asks for a second factor in the ways the person has: passkey, code, recovery code. */
export function SecondFactor(props: {
  methods: readonly FactorKind[];
  give: (answer: FactorAnswer) => Promise<void>;
  givePasskey: () => Promise<void>;
  onDone: () => void;
}): ReactNode {
  const t = useTexts(factorTexts);
  const withApp = props.methods.includes("totp");
  const withPasskey = props.methods.includes("passkey") && passkeysWork();
  const [recovering, setRecovering] = useState(!withApp && !withPasskey);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState<Way>();
  const [failure, setFailure] = useState<{ way: Way; error: unknown }>();
  const act = async (way: Way, work: () => Promise<void>): Promise<void> => {
    setBusy(way);
    setFailure(undefined);
    try {
      await work();
      props.onDone();
    } catch (error) {
      setFailure({ way, error });
      setTyped("");
      setBusy(undefined);
    }
  };
  const sendCode = (code: string): void =>
    void act("code", () => props.give({ code: code.replace(/\s/g, "") }));
  const type = (value: string): void => {
    setTyped(value);
    // Six digits are complete: nobody has to press a button in the half minute.
    if (!recovering && /^\d{6}$/.test(value.replace(/\s/g, "")) && busy === undefined)
      sendCode(value);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (recovering) void act("recovery", () => props.give({ recoveryCode: typed }));
    else sendCode(typed);
  };
  return (
    <div className="k-stack">
      {failure && <Failure {...failure} />}
      {withPasskey && !recovering && (
        <Button
          variant="filled"
          fullWidth
          leftSection={<IconFingerprint size={20} stroke={1.6} aria-hidden="true" />}
          loading={busy === "passkey"}
          data-autofocus={!withApp || undefined}
          onClick={() => void act("passkey", props.givePasskey)}
        >
          {t("usePasskey")}
        </Button>
      )}
      {withPasskey && withApp && !recovering && <p className="k-or">{t("or")}</p>}
      {(withApp || recovering) && (
        <form className="k-stack" onSubmit={submit}>
          <TextInput
            key={recovering ? "recovery" : "code"}
            className="k-code-field"
            data-long={recovering || undefined}
            label={t(recovering ? "recoveryCode" : "code")}
            description={t(recovering ? "recoveryHelp" : "codeHelp")}
            name={recovering ? "recovery-code" : "one-time-code"}
            autoComplete={recovering ? "off" : "one-time-code"}
            inputMode={recovering ? "text" : "numeric"}
            maxLength={recovering ? 40 : 7}
            required
            withAsterisk={false}
            ref={focusOnce}
            data-autofocus
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant={withPasskey && !recovering ? "default" : "filled"}
            fullWidth
            loading={busy === "code" || busy === "recovery"}
          >
            {t("confirm")}
          </Button>
        </form>
      )}
      {(withApp || withPasskey) && (
        <Button
          variant="subtle"
          size="xs"
          onClick={() => {
            setRecovering(!recovering);
            setTyped("");
            setFailure(undefined);
          }}
        >
          {t(recovering ? "useOther" : "useRecovery")}
        </Button>
      )}
    </div>
  );
}

function Failure({ way, error }: { way: Way; error: unknown }): ReactNode {
  const t = useTexts(factorTexts);
  if (isPasskeyCancelled(error)) return <Notice role="status">{t("cancelled")}</Notice>;
  const wrong = { code: "wrongCode", recovery: "wrongRecovery", passkey: "wrongPasskey" } as const;
  return (
    <Problem
      // What is not from the server is from the browser, in words nobody understands.
      error={error instanceof ApiError ? error : new Error(t("passkeyFailed"))}
      title={t("failed")}
      words={{
        factor_wrong: t(wrong[way]),
        too_many_requests: t("tooMany"),
        sign_in_over: t("over"),
      }}
    />
  );
}
