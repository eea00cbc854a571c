/** English sentences for what XML files of readings and tariffs can be refused or remarked for. */

export const FILE_SENTENCES: Readonly<Record<string, string>> = {
  'ar2418-all-invalid': 'The gateway itself marked all {count} readings of this file as invalid.',
  'ar2418-meter': 'Line {line}: the number of the meter is missing.',
  'ar2418-no-original': 'The file holds only registers that the gateway computed, not the meter’s own.',
  'ar2418-no-readings': 'The file holds neither register readings nor a tariff.',
  'ar2418-only-tariff':
    'This is a supplier’s tariff file, without readings. It belongs to a file of register readings.',
  'ar2418-readings': 'The file holds more lists than a household has.',
  'ar2418-register': 'Line {line}: it is not stated which register is meant.',
  'ar2418-single-reading': 'The file holds one reading per register only. It takes two to tell a consumption.',
  'ar2418-status': 'Line {line}: what is said of validity is not known.',
  'ar2418-time': 'Line {line}: a time is missing or is none.',
  'ar2418-unit': 'Line {line}: the unit of the readings is none of electricity.',
  'ar2418-value': 'Line {line}: a register reading is missing or is no number.',
  'espi-accumulation': 'The values are register totals or power and not amounts per interval (code {detail}).',
  'espi-accumulation-left-out': '{count} lists were not taken because their values are register totals or power.',
  'espi-clock-nowhere':
    '{count} days of this file begin at midnight of universal time, and the clock that it names is used nowhere: no difference to universal time, but summer time as in America. Local time was probably written as universal time; the times were taken as they stand.',
  'espi-clock-doubtful':
    '{count} days of this file begin at midnight of universal time although the clock there is {hours} hours apart from it. Local time was probably written as universal time; the times were taken as they stand.',
  'espi-coarser-left-out':
    '{count} values repeat more coarsely what finer values of the file say already and were not taken.',
  'espi-direction': 'It cannot be told whether the values were drawn or fed in (code {detail}).',
  'espi-direction-assumed': '{count} lists do not say whether energy was drawn or fed in. It was taken as drawn.',
  'espi-direction-left-out': '{count} lists were not taken because their direction is unclear.',
  'espi-doubled': '{count} values stand in the file twice and say the same, first {start}.',
  'espi-empty': 'The file names {count} connections or lists without holding readings for them.',
  'espi-implausible': 'Line {line}: the value is larger than a meter can measure.',
  'espi-multiplier':
    'Line {line}: a single value has a power of ten of its own. What is meant by it cannot be said for certain.',
  'espi-negative': 'Line {line}: an amount of energy is below zero.',
  'espi-net': 'The file holds only netted values of drawn and fed-in energy.',
  'espi-net-left-out': '{count} lists of netted values were not taken.',
  'espi-no-duration': '{count} values last no time and were not taken, first {start}.',
  'espi-no-readings': 'The file holds no readings.',
  'espi-other-commodity-left-out':
    '{count} lists are not electricity and were not taken. Wattveil keeps electricity only.',
  'espi-other-length':
    '{count} values are for a shorter time than their list states and were not taken, first {start}.',
  'espi-overlap':
    '{count} values contradict another value of the file for the same time, first {start}. The first one counts.',
  'espi-time': 'Line {line}: start or length of a value is missing or is no whole number.',
  'espi-type': 'Line {line}: the description of the values is faulty.',
  'espi-type-unclear': 'It is not clearly described what the values of this file are.',
  'espi-type-unclear-left-out':
    '{count} lists were not taken because it is not clearly described what their values are.',
  'espi-unit': 'The values are said to be electricity but stand in a unit that is none (code {detail}).',
  'espi-unit-left-out': '{count} lists were not taken because their values are not amounts of electricity.',
  'espi-value': 'Line {line}: a value is missing or is no whole number.',
  'file-only-gas': 'The file holds gas. Wattveil keeps electricity only.',
  'file-only-heat': 'The file holds heat. Wattveil keeps electricity only.',
  'file-only-other': 'The file holds no electricity. Wattveil keeps electricity only.',
  'file-only-volume':
    'The file holds amounts in cubic metres or litres, so gas or water. Wattveil keeps electricity only.',
  'file-only-water': 'The file holds water. Wattveil keeps electricity only.',
  'power-unusual': 'Unusually much for a home: up to {watts} watts on average. Is the unit of the file right?',
  'range-backwards': 'The last day comes before the first.',
  'range-empty': 'There are no readings in these days. Nothing was written.',
  'register-broken':
    '{count} times the difference of two readings cannot be right, first from {start}. These stretches were not taken.',
  'register-derived-left-out':
    '{count} registers that the gateway computed were not taken ({registers}); the meter’s own contain the same energy.',
  'register-doubled': '{count} readings stand for an instant that has one already. The more punctual one counts.',
  'register-gas-left-out': '{count} lists of gas were not taken ({registers}). Wattveil keeps electricity only.',
  'register-heat-left-out':
    '{count} lists of heat or cooling were not taken ({registers}). Wattveil keeps electricity only.',
  'register-invalid-left-out':
    'The gateway itself marked {count} readings as invalid. They were not used; there only the sum over a longer time is known.',
  'register-late': 'Readings were taken up to {seconds} seconds beside the time they stand for.',
  'register-left-out': '{count} registers were not taken ({registers}); they count neither drawn nor fed-in energy.',
  'register-water-left-out': '{count} lists of water were not taken ({registers}). Wattveil keeps electricity only.',
  'register-longer': '{count} stretches are longer than usual: readings are missing there, and only the sum is known.',
  'register-off-grid': '{count} readings were taken at another time than usual. They stand at their real time.',
  'register-other-zone':
    '{count} times are in another zone than the German one. They were taken exactly as they stand.',
  'register-substitutes': 'The gateway marked {count} readings as substitutes.',
  'registers-backwards': 'Register {register} runs backwards.',
  'registers-calendar': 'The days of the tariff are not those of the period, first on {date}.',
  'registers-derived': 'Only readings of the meter itself are allowed in this use case.',
  'registers-error-energy':
    'Readings are missing over some changes of stage: this energy stands in {count} error registers.',
  'registers-last-quarter': 'A change of stage at 23:45 has no effect here, as in TRuDI: the day ends as it was.',
  'registers-no-original': 'The file holds no readings of the meter itself, only computed ones.',
  'registers-no-tariff': 'The second file holds no tariff.',
  'registers-no-value': 'There is no valid register reading at {at}.',
  'registers-one-day': 'There are {days} daily courses for a register. It has to be exactly one.',
  'registers-period': 'The time from {start} to {end} is no billing period of 1, 2, 3, 6 or 12 whole months.',
  'registers-shortened': 'Valid readings are missing at the edge of the period. It was computed from {start} to {end}.',
  'registers-stages':
    'The tariff has {stages} stages, the readings only {registers} register. There may not be more stages than registers.',
  'registers-too-many': 'More than {most} registers are not allowed in this use case.',
  'registers-use-case': 'This tariff is use case {useCase}. Cases 1 and 2 are evaluated.',
  'tariff-date': 'Line {line}: this is no date.',
  'tariff-day': 'Line {line}: a daily course of the stages is faulty.',
  'tariff-no-day': 'Line {line}: it is missing at what time of day which stage holds.',
  'tariff-period': 'Line {line}: the billing period is missing or is none.',
  'tariff-stage': 'Line {line}: a tariff stage is not fully described.',
  'tariff-trigger': 'Line {line}: the tariff does not switch by the clock. Wattveil does not evaluate that.',
  'tariff-unknown-day': 'Line {line}: a date refers to a daily course that does not exist.',
  'tariff-unknown-stage': 'Line {line}: a daily course names a stage that does not exist.',
  'tariff-week':
    'Line {line}: the tariff names weeks or seasons instead of single days. Wattveil does not evaluate that.',
  'xml-doctype':
    'Line {line}: the file brings its own rules of replacement (DOCTYPE). Wattveil does not open such files.',
  'xml-encoding': 'The characters of the file are written in a way that Wattveil cannot read ({encoding}).',
  'xml-malformed': 'Line {line}: this is not valid XML.',
  'xml-too-deep': 'Line {line}: the file is nested deeper than a file of readings ever is.',
  'xml-too-long': 'Line {line}: an entry is longer than one in a file of readings ever is.'
}
