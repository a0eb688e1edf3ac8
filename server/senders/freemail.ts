/** Providers where anybody gets an address: nobody can publish records for these domains (SND-15). */
const providers = `
  gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de hotmail.fr hotmail.co.uk live.com live.de
  live.nl live.fr msn.com windowslive.com yahoo.com yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.co.uk ymail.com
  rocketmail.com aol.com aol.de aim.com icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.org
  gmx.eu web.de email.de t-online.de magenta.de freenet.de freenetmail.de arcor.de 1und1.de online.de kabelmail.de
  vodafone.de vodafonemail.de o2mail.de o2online.de unitybox.de unity-mail.de versanet.de ewetel.net ewe.net
  alice.de alice-dsl.net alice-dsl.de netcologne.de osnanet.de htp-tel.de mnet-mail.de mnet-online.de m-net.de
  posteo.de posteo.net mailbox.org secure.mailbox.org tutanota.com tutanota.de tutamail.com tuta.io tuta.com
  keemail.me protonmail.com protonmail.ch proton.me pm.me mail.de mail.com mail.ru email.com gmx.fr gmx.it inbox.ru
  list.ru bk.ru yandex.com yandex.ru ya.ru rambler.ru zoho.com zohomail.eu fastmail.com fastmail.fm hushmail.com
  runbox.com disroot.org riseup.net systemli.org directbox.com lycos.de firemail.de epost.de smart-mail.de
  bluewin.ch sunrise.ch hispeed.ch aon.at chello.at a1.net drei.at libero.it virgilio.it alice.it tin.it tiscali.it
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl
  skynet.be telenet.be proximus.be wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz azet.sk
  abv.bg mail.bg freemail.hu citromail.hu telia.com bredband.net comhem.se online.no sapo.pt btinternet.com
  sky.com talktalk.net virginmedia.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net qq.com
  163.com 126.com sina.com naver.com daum.net hanmail.net mail.ee inbox.lv inbox.lt
`
  .trim()
  .split(/\s+/);
const known = new Set(providers);
/** Brands that hold their name in most countries. */
const worldwide =
  /^(gmx|yahoo|ymail|hotmail|outlook|live|msn|icloud|googlemail|protonmail|aol|yandex)\.(com|net|org|co\.[a-z]{2}|com\.[a-z]{2}|[a-z]{2})$/;

/** True for a provider's domain or one below it. */
export function isFreemail(domain: string): boolean {
  const labels = domain.toLowerCase().split(".");
  const names = labels.map((_, at) => labels.slice(at).join("."));
  return names.some((name) => known.has(name) || worldwide.test(name));
}
