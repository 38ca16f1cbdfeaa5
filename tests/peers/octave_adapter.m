#!/usr/bin/octave-cli
% Eqs. (1)-(3) and (21) in Octave, speaking the protocol of `surecharge check --run`.
%
% Copy it, put your own simulation in the middle, and have it judged:
%     surecharge check --run 'octave-cli octave_adapter.m' tests/vectors
1;
% ---- the middle: replace it by your own

% exp(-i theta (A |e><g| + h.c.)), the qubit's basis g, e; A|n> = f_n |n-1>
function u = unitary(ladder, levels, theta)
  n = 1:levels-1;
  weights = struct("oscillator", n, "spin", n .* (levels - n), "uniform", n.^0).(ladder);
  exchange = kron(diag(sqrt(weights), 1), [0 0; 1 0]);
  u = expm(-1i * theta * (exchange + exchange'));
end

function rho = collide(rho, u, q, c, alpha)
  eg = c * sqrt(q * (1 - q)) * exp(1i * alpha);
  joint = u * kron(rho, [q, conj(eg); eg, 1 - q]) * u';
  rho = joint(1:2:end, 1:2:end) + joint(2:2:end, 2:2:end);
end
% the Kraus sum over the number k of quanta that are lost
function out = damp(rho, gamma)
  n = 0:rows(rho)-1;
  out = zeros(size(rho));
  for k = n
    kraus = sqrt(gamma^k / factorial(k)) * diag(sqrt(1 - gamma).^n) * diag(sqrt(n(2:end)), 1)^k;
    out += kraus * rho * kraus';
  end
end

% an observable of rho, which a collision with the angle theta has made of `before`
function value = observe(name, rho, before, tau, theta)
  n = 0:rows(rho)-1;
  populations = real(diag(rho));
  spectrum = sort(eig((rho + rho') / 2), "descend");   % Hermitian to the last bit: real eigenvalues
  energy = n * populations;
  switch strtok(name, ":")
    case "trace", value = sum(populations);
    case "energy", value = energy;
    case "power", value = energy / tau;
    case "transient-power", value = (energy - n * real(diag(before))) / theta;
    case "variance", value = (n - energy).^2 * populations;
    case "purity", value = sum(abs(rho(:)).^2);
    case "entropy", value = -sum(spectrum(spectrum > 0) .* log(spectrum(spectrum > 0)));
    case "ergotropy", value = energy - n * spectrum;
    case "ergotropy-dephased", value = energy - n * sort(populations, "descend");
    case "populations", value = populations;
    case "element"
      at = num2cell(sscanf(name, "element:%d,%d") + 1);
      value = struct("re", real(rho(at{:})), "im", imag(rho(at{:})));
  end
end

% ---- the protocol: one request a line, one answer a line
while true
  try, line = input("", "s"); catch, break; end   % fgetl would wait for the start of the next line
  run = jsondecode(line).resolved;
  rho = before = diag(run.initial);
  tau = theta = 0;
  results = {};
  for step = 0:run.steps
    if step > 0
      on = run.collisions(min(step, end));
      if step == 1 || on.theta != theta, u = unitary(run.ladder, run.levels, on.theta); end
      before = rho; theta = on.theta; tau += theta;
      rho = collide(rho, u, on.q, on.c, on.alpha);
      if on.gamma > 0, rho = damp(rho, on.gamma); end
    end
    if any(step == run.at)
      result = struct("step", step);
      for name = run.observe', result.(name{1}) = observe(name{1}, rho, before, tau, theta); end
      results{end+1} = result;
    end
  end
  disp(jsonencode(struct("results", {results})));
  fflush(stdout);
end
