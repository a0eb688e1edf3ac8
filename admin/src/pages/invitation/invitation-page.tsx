import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconMailOpened } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorKind } from "../../../../contract/sign-in.ts";
import {
  acceptInvitation,
  factorsAsked,
  giveFactor,
  givePasskey,
  hasCode,
  lookAtInvitation,
} from "../../api/index.ts";
import {
  ButtonLink,
  Door,
  EmptyState,
  isPasswordProblem,
  Loaded,
  NewPasswordField,
  Problem,
  SecondFactor,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

type Invitation = Awaited<ReturnType<typeof lookAtInvitation>>;

/** The page of the link in an invitation: a new person sets a password, a known one proves theirs. */
export default function InvitationPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const token = useRouteParam("token");
  const [used, setUsed] = useState(false);
  const query = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => lookAtInvitation(token),
    staleTime: Infinity,
  });
  if (used || hasCode(query.error, "invitation_invalid")) {
    return (
      <Door>
        <EmptyState
          page
          icon={<IconMailOpened size={28} stroke={1.6} />}
          title={t("invalidTitle")}
          text={t("invalidText")}
          action={<ButtonLink to="/login">{t("toLogin")}</ButtonLink>}
        />
      </Door>
    );
  }
  return (
    <Loaded query={query} skeleton={<Door title={t("title")}>{null}</Door>}>
      {(invitation) => (
        <AcceptForm token={token} invitation={invitation} onInvalid={() => setUsed(true)} />
      )}
    </Loaded>
  );
}

function AcceptForm(props: {
  token: string;
  invitation: Invitation;
  onInvalid: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const go = useGo();
  const { known, email, accountName } = props.invitation;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [asked, setAsked] = useState<FactorKind[]>();
  const enter = (): void => go("/", { replace: true });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const input = { token: props.token, password };
      await acceptInvitation(known ? input : { ...input, name: name.trim(), locale });
      enter();
    } catch (problem) {
      setBusy(false);
      const methods = factorsAsked(problem);
      if (methods) setAsked(methods);
      else if (hasCode(problem, "invitation_invalid")) props.onInvalid();
      else setError(problem);
    }
  };
  if (asked)
    return (
      <Door title={t("factorTitle")} intro={t("factorIntro")}>
        <SecondFactor methods={asked} give={giveFactor} givePasskey={givePasskey} onDone={enter} />
      </Door>
    );
  return (
    <Door title={t("title")} intro={t(known ? "introKnown" : "intro", { account: accountName })}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && !isPasswordProblem(error) && (
          <Problem
            error={error}
            title={t("failed")}
            words={{ bad_credentials: t("badCredentials"), too_many_requests: t("tooMany") }}
          />
        )}
        <TextInput label={t("email")} value={email} readOnly autoComplete="username" name="email" />
        {known ? (
          <PasswordInput
            label={t("password")}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              label={t("name")}
              description={t("nameHelp")}
              name="name"
              autoComplete="name"
              required
              withAsterisk={false}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <NewPasswordField value={password} onChange={setPassword} error={error} />
          </>
        )}
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("submit")}
        </Button>
      </form>
    </Door>
  );
}
