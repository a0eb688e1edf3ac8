import { Button, Modal, PasswordInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent, type ReactNode } from "react";
import type { SecurityView } from "../../../contract/sign-in.ts";
import { api, giveProof, goToProvider, proofAnswered, proveByPasskey } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { SecondFactor } from "../ui/factors/second-factor.tsx";
import { Loaded } from "../ui/page.tsx";
import { Problem } from "../ui/problem.tsx";
import { showProblem } from "../ui/toasts.tsx";
import { appTexts } from "./texts.ts";

/** Asks the person to prove to be there: by a factor, or by the password where there is none. */
export default function ProofDialog(): ReactNode {
  const t = useTexts(appTexts);
  const query = useQuery<SecurityView>({
    queryKey: ["security"],
    queryFn: () => api.get<SecurityView>("/me/security"),
    staleTime: 0,
  });
  return (
    <Modal
      opened
      onClose={() => proofAnswered(false)}
      title={t("proof.title")}
      size={440}
      zIndex={400}
    >
      <div className="k-stack">
        <p>{t("proof.text")}</p>
        <Loaded query={query} skeleton={null}>
          {(security) => <Ask security={security} />}
        </Loaded>
      </div>
    </Modal>
  );
}

function Ask({ security }: { security: SecurityView }): ReactNode {
  const t = useTexts(appTexts);
  const { factors, provider, hasPassword } = security;
  if (factors.length > 0)
    return (
      <SecondFactor
        methods={factors.map(({ kind }) => kind)}
        give={giveProof}
        givePasskey={proveByPasskey}
        onDone={() => proofAnswered(true)}
      />
    );
  if (hasPassword) return <AskPassword />;
  const here = window.location.pathname + window.location.search;
  return (
    <Button
      variant="filled"
      fullWidth
      onClick={() => void goToProvider(here, true).catch(showProblem)}
    >
      {t("proof.provider", { name: provider ?? "OpenID Connect" })}
    </Button>
  );
}

function AskPassword(): ReactNode {
  const t = useTexts(appTexts);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await giveProof({ password });
      proofAnswered(true);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className="k-stack" onSubmit={(event) => void submit(event)}>
      {error !== undefined && (
        <Problem
          error={error}
          words={{ password_wrong: t("proof.wrongPassword"), too_many_requests: t("tooMany") }}
        />
      )}
      <PasswordInput
        label={t("proof.password")}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={busy} fullWidth>
        {t("proof.confirm")}
      </Button>
    </form>
  );
}
