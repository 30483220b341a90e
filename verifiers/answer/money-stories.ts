import { money, multipleUpTo, type Story, upTo } from "./story.ts"

/** Prices, wages, discounts and bills. */
export const MONEY_STORIES: readonly Story[] = [
  {
    name: "change",
    steps: 2,
    format: "number",
    draw: (reach, random) => [upTo(reach, random), upTo(20, random), upTo(20, random)],
    isSound: (n) => n.length === 3 && n[2]! * 100 > n[0]! * n[1]!,
    solve: ([price, count, paid]) => money(paid! * 100 - price! * count!),
    check([price, count, paid]) {
      let left = paid! * 100
      for (let i = 0; i < count!; i++) left -= price!
      return money(left)
    },
    tell: [
      (price, count, paid) =>
        `A pencil costs ${price} cents. Mia buys ${count} pencils and pays with ${paid} dollars. ` +
        "How much change does she get?",
      (price, count, paid) =>
        `Omar has ${paid} dollars and spends it on ${count} stickers at ${price} cents each. How ` +
        "much money does he have left?",
      (price, count, paid) =>
        `At ${price} cents a piece, Lena takes ${count} rolls from a bakery and hands over ` +
        `${paid} dollars. What should she get back?`,
    ],
    slips: ([price, count, paid]) => [
      money(price! * count!),
      money(Math.abs(paid! * 100 - price!)),
      money(paid! * 100 + price! * count!),
    ],
  },
  {
    name: "saving",
    steps: 2,
    format: "integer",
    draw: (reach, random) => [upTo(reach, random), upTo(reach, random), upTo(reach / 4, random)],
    isSound: (n) => n.length === 3 && n[0]! - n[1]! > n[2]!,
    solve: ([goal, start, weekly]) => `${Math.ceil((goal! - start!) / weekly!)}`,
    check([goal, start, weekly]) {
      let [weeks, held] = [0, start!]
      for (; held < goal!; weeks++) held += weekly!
      return `${weeks}`
    },
    tell: [
      (goal, start, weekly) =>
        `A bicycle costs ${goal} dollars. Sam has ${start} dollars and saves ${weekly} dollars at ` +
        "the end of every week. After how many weeks can he buy it?",
      (goal, start, weekly) =>
        `Ida has collected ${start} stamps and gets ${weekly} more each week. How many weeks does ` +
        `it take until she has at least ${goal}?`,
      (goal, start, weekly) =>
        `There are ${start} liters of water in a tank that holds ${goal} liters. Every minute ` +
        `${weekly} liters flow in. In which minute, counted from the first, does it get full?`,
    ],
    slips: ([goal, start, weekly]) => [
      `${Math.floor((goal! - start!) / weekly!) - 1}`,
      `${Math.ceil(goal! / weekly!)}`,
      `${Math.ceil((goal! + start!) / weekly!)}`,
      `${goal! - start!}`,
    ],
  },
  {
    name: "overtime",
    steps: 3,
    format: "number",
    draw: (reach, random) => {
      const usual = upTo(Math.min(reach, 40), random)
      return [upTo(reach, random), usual, upTo(20, random), usual + upTo(20, random)]
    },
    isSound: (n) => n.length === 4 && n[3]! > n[1]! + 1,
    solve: ([wage, usual, extra, worked]) =>
      money(100 * (wage! * worked! + extra! * (worked! - usual!))),
    check([wage, usual, extra, worked]) {
      let dollars = 0
      for (let hour = 1; hour <= worked!; hour++) {
        dollars += hour > usual! ? wage! + extra! : wage!
      }
      return money(dollars * 100)
    },
    tell: [
      (wage, usual, extra, worked) =>
        `Nora earns ${wage} dollars an hour for the first ${usual} hours of a week and ${extra} ` +
        `dollars more for each further hour. This week she worked ${worked} hours. How much did ` +
        "she earn?",
      (wage, usual, extra, worked) =>
        `A boat is let at ${wage} dollars an hour. After ${usual} hours, each hour costs ${extra} ` +
        `dollars on top. What do ${worked} hours cost?`,
      (wage, usual, extra, worked) =>
        `The first ${usual} copies of a poster cost ${wage} dollars each, every copy after them ` +
        `costs ${extra} dollars more. Find the price of ${worked} copies.`,
    ],
    slips: ([wage, usual, extra, worked]) => [
      money(100 * wage! * worked!),
      money(100 * (wage! + extra!) * worked!),
      money(100 * (wage! * usual! + extra! * (worked! - usual!))),
    ],
  },
  {
    name: "discount",
    steps: 3,
    format: "number",
    draw: (reach, random) => [upTo(reach, random), multipleUpTo(5, 60, random), upTo(20, random)],
    isSound: (n) => n.length === 3 && n[1]! % 5 === 0 && n[1]! < 100,
    solve: ([price, percent, shipping]) => money(price! * (100 - percent!) + 100 * shipping!),
    check([price, percent, shipping]) {
      let cents = 0
      for (let dollar = 0; dollar < price!; dollar++) cents += 100 - percent!
      return money(cents + shipping! * 100)
    },
    tell: [
      (price, percent, shipping) =>
        `A jacket is priced at ${price} dollars and sold at ${percent} percent off. Shipping costs ` +
        `${shipping} dollars. How much is paid in all?`,
      (price, percent, shipping) =>
        `With a voucher for ${percent} percent off, Jonas orders a lamp of ${price} dollars and ` +
        `pays ${shipping} dollars for delivery. What does he pay altogether?`,
      (price, percent, shipping) =>
        `The price of a tent, ${price} dollars, drops by ${percent} percent; a rain cover for ` +
        `${shipping} dollars is bought as well, at full price. What is the bill?`,
    ],
    slips: ([price, percent, shipping]) => [
      money(price! * percent! + 100 * shipping!),
      money(price! * (100 - percent!)),
      money((price! + shipping!) * (100 - percent!)),
      money(price! * (100 + percent!) + 100 * shipping!),
    ],
  },
  {
    name: "shared-bill",
    steps: 3,
    format: "number",
    draw: (reach, random) => [
      ...[upTo(reach, random), upTo(reach, random), upTo(reach, random)],
      upTo(8, random),
    ],
    isSound: (n) => n.length === 4 && (100 * (n[0]! + n[1]! + n[2]!)) % n[3]! === 0,
    solve: ([rent, power, food, people]) => money((100 * (rent! + power! + food!)) / people!),
    check([rent, power, food, people]) {
      let each = 0
      for (let cents = 100 * (rent! + power! + food!); cents > 0; cents -= people!) each++
      return money(each)
    },
    tell: [
      (rent, power, food, people) =>
        `On a trip, ${people} friends share all costs equally: ${rent} dollars for the cabin, ` +
        `${power} dollars for gas and ${food} dollars for food. How much does each of them pay?`,
      (rent, power, food, people) =>
        `A team of ${people} wins prizes of ${rent}, ${power} and ${food} dollars and splits the ` +
        "money evenly. How much does each member get?",
      (rent, power, food, people) =>
        `Flowers for ${rent} dollars, a card for ${power} dollars and a book for ${food} dollars ` +
        `are paid by ${people} people in equal parts. What is one part?`,
    ],
    slips: ([rent, power, food, people]) => [
      money(100 * (rent! + power! + food!)),
      money(Math.round((100 * (rent! + power!)) / people!)),
      money(100 * (rent! + power! + food!) * people!),
    ],
  },
  {
    name: "tickets",
    steps: 4,
    format: "number",
    draw: (reach, random) => [
      ...[upTo(reach, random), upTo(30, random), upTo(reach, random), upTo(15, random)],
      multipleUpTo(5, 40, random),
    ],
    isSound: (n) => n.length === 5 && n[4]! % 5 === 0 && n[4]! < 100,
    solve: ([adults, price, children, low, percent]) =>
      money((adults! * price! + children! * low!) * (100 - percent!)),
    check([adults, price, children, low, percent]) {
      let cents = 0
      for (let i = 0; i < adults!; i++) cents += price! * 100 - price! * percent!
      for (let i = 0; i < children!; i++) cents += low! * 100 - low! * percent!
      return money(cents)
    },
    tell: [
      (adults, price, children, low, percent) =>
        `A museum charges ${price} dollars for an adult and ${low} dollars for a child. A group of ` +
        `${adults} adults and ${children} children gets ${percent} percent off. What does it pay?`,
      (adults, price, children, low, percent) =>
        `A shop orders ${adults} chairs at ${price} dollars each and ${children} cushions at ` +
        `${low} dollars each and gets a discount of ${percent} percent on everything. How much is ` +
        "the order?",
      (adults, price, children, low, percent) =>
        `Tom sells ${adults} jars of honey for ${price} dollars each and ${children} candles for ` +
        `${low} dollars each, and gives ${percent} percent of it all to charity. How much does he ` +
        "keep?",
    ],
    slips: ([adults, price, children, low, percent]) => [
      money(100 * (adults! * price! + children! * low!)),
      money((adults! * price! + children! * low!) * percent!),
      money(adults! * price! * (100 - percent!) + 100 * children! * low!),
    ],
  },
  {
    name: "budget",
    steps: 5,
    format: "number",
    draw: (reach, random) => [
      multipleUpTo(20, reach, random),
      ...[multipleUpTo(5, 60, random), upTo(5, random), upTo(20, random)],
    ],
    isSound: ([pay, percent, part, ride, ...more]) => {
      if (ride === undefined || more.length > 0 || percent! % 5 !== 0) return false
      const left = pay! * (100 - percent!)
      return left % part! === 0 && left - left / part! > 100 * ride
    },
    solve([pay, percent, part, ride]) {
      const left = pay! * (100 - percent!)
      return money(left - left / part! - 100 * ride!)
    },
    check([pay, percent, part, ride]) {
      let cents = 0
      for (let dollar = 0; dollar < pay!; dollar++) cents += 100 - percent!
      let food = 0
      while (food * part! < cents) food++
      return money(cents - food - ride! * 100)
    },
    tell: [
      (pay, percent, part, ride) =>
        `Eva earns ${pay} dollars. She gives ${percent} percent of it to her parents, spends ` +
        `1/${part} of what is left on food and then ${ride} dollars on a bus ride. How much money ` +
        "remains?",
      (pay, percent, part, ride) =>
        `From a fund of ${pay} dollars, ${percent} percent go to a school. Of the rest, 1/${part} ` +
        `pays for trees, and ${ride} dollars for tools. How much stays in the fund?`,
      (pay, percent, part, ride) =>
        `Leo has ${pay} dollars. First he loses ${percent} percent of it, then 1/${part} of the ` +
        `remaining money, and at last ${ride} dollars. How much does he still have?`,
    ],
    slips: ([pay, percent, part, ride]) => [
      money(pay! * (100 - percent!)),
      money(Math.round((pay! * (100 - percent!)) / part!)),
      money(pay! * (100 - percent!) + 100 * ride!),
    ],
  },
]
