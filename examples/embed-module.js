// What a page can do with a session: hear its answers, change its model, call its actions.
const session = document.querySelector('gn-session');

session.addEventListener('gn-answer', ({ detail }) => {
  const share = (100 * detail.probabilities[detail.digit]).toFixed(1);
  document.querySelector('#answer').value = `${detail.digit} (${share} %)`;
});
document.querySelector('#clear').addEventListener('click', () => session.session.clear());
document.querySelector('#model').addEventListener('click', () => session.setAttribute('model', 'lenet5'));
